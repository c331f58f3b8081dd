import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The command line itself is wrong; the message says how, in a sentence. */
export class WrongUseError extends Error {}

/** `parseArgs`, whose complaints become `WrongUseError`. */
export function parseArguments<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new WrongUseError(error instanceof Error ? error.message : String(error));
  }
}

/** The value of an option that has to be one of a few. */
export function oneOf<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new WrongUseError(`--${option} has to be one of ${choices.join(', ')}, not \`${value}\`.`);
  return found;
}
