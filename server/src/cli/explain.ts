import { profiles } from '../checks/check.ts';
import { allChecks, type Documentation, documentationOf, knownNames } from '../checks/documentation.ts';
import { codesNamed } from '../checks/names.ts';
import { nearest } from '../sigma/nearest.ts';
import type { Command, ExitCode } from './command.ts';
import type { Output } from './output.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const explain: Command = {
  summary: 'say what a finding means',
  help: `Usage: sigmasmith explain [CODE…] [--format text|json]

Says what findings mean, why they matter, and how a rule looks with and without
them. Without a code, all codes are listed. The ids that pySigma and SigmaHQ
give their checks are understood as well.

  --format FORMAT  text (the default), in markdown; or json

Exit codes: 0 fine; 2 wrong use, such as a code that no finding has.`,
  run: runExplain,
};

async function runExplain(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' } },
  });
  const format = oneOf('format', values.format, ['text', 'json']);
  const found = positionals.length === 0 ? allChecks() : positionals.flatMap(known);
  if (format === 'json') output.line(JSON.stringify(found, undefined, 2));
  else if (positionals.length === 0) for (const { id, what } of found) output.line(`${id}: ${what}`);
  else output.line(found.map(page).join('\n\n'));
  return 0;
}

function known(code: string): Documentation[] {
  const found = codesNamed(code).flatMap((each) => documentationOf(each) ?? []);
  if (found.length > 0) return found;
  const near = nearest(code, knownNames());
  throw new WrongUseError(
    `No finding has the code \`${code}\`.${near === undefined ? '' : ` Did you mean \`${near}\`?`}`,
  );
}

function page({
  id,
  severity,
  what,
  why,
  example,
  url,
  aliases = [],
  profiles: only = profiles,
}: Documentation): string {
  const block = (text: string): string => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
  const more = url === undefined ? [] : [`See ${url}`];
  const others = aliases.length > 0 ? [`Also known as ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`] : [];
  return [
    `# ${id} (${severity})`,
    what,
    why,
    `In the profiles ${[...new Set([...only, 'all'])].join(', ')}.`,
    ...others,
    'With the finding:',
    block(example.bad),
    'Without it:',
    block(example.good),
    ...more,
  ].join('\n\n');
}
