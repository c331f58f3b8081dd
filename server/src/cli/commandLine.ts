import { check } from './check.ts';
import type { Command, ExitCode } from './command.ts';
import { convert } from './convert.ts';
import { explain } from './explain.ts';
import { match } from './match.ts';
import type { Output } from './output.ts';
import { query } from './query.ts';
import { version } from './version.ts';
import { WrongUseError } from './wrongUse.ts';

/** Runs the command that the arguments ask for. */
export async function runCommandLine(args: readonly string[], output: Output): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  if (name === '--version' || name === '-v') {
    output.line(version());
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    output.line(commands.get(rest[0] ?? '')?.help ?? usage());
    return 0;
  }
  const command = commands.get(name);
  try {
    if (!command) {
      throw new WrongUseError(name === '' ? 'A command is missing.' : `\`${name}\` is not a command.`);
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      output.line(command.help);
      return 0;
    }
    return await command.run(rest, output);
  } catch (error) {
    if (!(error instanceof WrongUseError)) throw error;
    output.error(`sigmasmith: ${error.message}\n\n${command?.help ?? usage()}`);
    return 2;
  }
}

const commands: ReadonlyMap<string, Command> = new Map([
  ['check', check],
  ['convert', convert],
  ['match', match],
  ['query', query],
  ['explain', explain],
]);

function usage(): string {
  const list = [...commands].map(([name, { summary }]) => `  ${name.padEnd(9)}${summary}`);
  return `Usage: sigmasmith COMMAND …

${list.join('\n')}

sigmasmith COMMAND --help says more; sigmasmith --version prints the version.
Exit codes: 0 fine; 1 findings, a rule without a query, or no match; 2 wrong use.`;
}
