import type { Output } from './output.ts';

/** 0: fine. 1: findings, a rule that has no query, or no match. 2: the command line is wrong. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** Throws `WrongUseError` when the arguments make no sense. */
  run(args: string[], output: Output): Promise<ExitCode>;
}
