/** Where a command writes: results to `line` and `raw`, what is said about them to `error`; `raw` adds no line break. */
export interface Output {
  line(text: string): void;
  raw(text: string): void;
  error(text: string): void;
  /** Results go to a terminal that shows colours, and nobody has forbidden them (no-color.org). */
  readonly hasColour: boolean;
  /** Of the terminal that results go to, in columns; missing where they go elsewhere. */
  readonly width?: number;
}

/** A reader that goes away early, such as `head`, is no error: what it doesn't want is dropped. */
export function createOutput(standardOutput: NodeJS.WriteStream, standardError: NodeJS.WriteStream): Output {
  const raw = writerOf(standardOutput);
  const error = writerOf(standardError);
  return {
    line: (text) => raw(`${text}\n`),
    raw,
    error: (text) => error(`${text}\n`),
    hasColour: standardOutput.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    ...(standardOutput.isTTY === true && { width: standardOutput.columns }),
  };
}

function writerOf(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    open = false;
  });
  return (text) => {
    if (open && text !== '') stream.write(text);
  };
}
