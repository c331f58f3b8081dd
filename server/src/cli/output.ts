/** Where a command writes: results to `line`, what is said about them to `error`. Each adds a line break. */
export interface Output {
  line(text: string): void;
  error(text: string): void;
}

/** A reader that goes away early, such as `head`, is no error: what it doesn't want is dropped. */
export function createOutput(standardOutput: NodeJS.WriteStream, standardError: NodeJS.WriteStream): Output {
  return { line: writerOf(standardOutput), error: writerOf(standardError) };
}

function writerOf(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    open = false;
  });
  return (text) => {
    if (open) stream.write(`${text}\n`);
  };
}
