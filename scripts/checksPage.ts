import type { Documentation } from '../server/src/checks/check.ts';
import { profiles } from '../server/src/checks/check.ts';
import { checkFile } from '../server/src/checks/checkFile.ts';
import { configProblems } from '../server/src/checks/configProblems.ts';
import { deployProblems } from '../server/src/checks/deployProblems.ts';
import { allChecks } from '../server/src/checks/documentation.ts';
import { kqlFileProblems } from '../server/src/checks/kqlFileProblems.ts';
import { pipelineProblems } from '../server/src/checks/pipelineProblems.ts';
import { queryProblems } from '../server/src/checks/queryProblems.ts';
import { runProblems } from '../server/src/checks/runProblems.ts';
import { translationProblems } from '../server/src/checks/translationProblems.ts';
import { workspaceProblems } from '../server/src/checks/workspaceProblems.ts';
import { parseSigma } from '../server/src/sigma/parse.ts';

/** docs/checks.md: every finding with what it means, why it matters and an example, from the checks themselves. */
export function checksPage(): string {
  const groups = [
    { title: 'In a rule', checks: allChecks() },
    { title: 'Between the rules of a workspace', checks: workspaceProblems },
    { title: 'In the translation to KQL', checks: translationProblems },
    { title: 'In handing queries over', checks: deployProblems },
    { title: 'In running queries', checks: queryProblems },
    { title: 'In files of KQL', checks: kqlFileProblems },
    { title: 'In events, expectations and files', checks: runProblems },
    { title: 'In .sigmasmith.yml', checks: configProblems },
    { title: 'In processing pipelines, and from them', checks: pipelineProblems },
  ];
  return `${[introduction, ...groups.map(section)].join('\n')}`;
}

const introduction = `<!-- Written by \`npm run docs\` from the checks themselves. Do not edit. -->
# Checks

Each finding has a code. \`sigmasmith explain CODE\` says what stands here; so does the hover in the editor.

**Profiles.** \`spec\` (the default) is what the specification asks for, and what makes a rule mean something else than it seems to; \`sigmahq\` is what SigmaHQ's own continuous integration asks of its rules; \`all\` is every check.
Choose one by the setting \`sigmasmith.profile\`, by \`sigmasmith check --profile\`, or in a \`.sigmasmith.yml\` in the folder of the rules or above it, where single checks get another severity as well:

\`\`\`yaml
profile: sigmahq
severity:
    unused-selection: error
    sigmahq_title_length: off
\`\`\`

The nearest file wins over those of outer folders, and all of them over the editor's settings. The ids that pySigma and SigmaHQ give their checks can stand for ours.

**Exceptions.** A comment silences checks for the line it ends, for the next line if it has one to itself, or for the whole file:

\`\`\`yaml
level: informational # sigmasmith-ignore CODE: why
# sigmasmith-ignore-file CODE, CODE: why
\`\`\`

**Fixes** are applied by *Quick Fix* and *Fix All* in the editor and by \`sigmasmith check --fix\`.
`;

function section({ title, checks }: { readonly title: string; readonly checks: readonly Documentation[] }): string {
  const rows = checks.map(
    (check) =>
      `| [\`${check.id}\`](#${check.id}) | ${check.severity} | ${profilesOf(check)} | ${hasFix(check) ? 'yes' : ''} | ${(check.aliases ?? []).map((alias) => `\`${alias}\``).join(', ')} |`,
  );
  const table = ['| code | severity | profiles | fix | also known as |', '|---|---|---|---|---|', ...rows].join('\n');
  return `## ${title}\n\n${table}\n\n${checks.map(entry).join('\n')}`;
}

function entry({ id, severity, what, why, example, url }: Documentation): string {
  const parts = [
    `### ${id}`,
    `*${severity}.* ${what}`,
    why,
    `With the finding${placeOf(example.badPath)}:`,
    block(example.bad),
    `Without it${placeOf(example.goodPath)}:`,
    block(example.good),
    ...(url === undefined ? [] : [`See <${url}>.`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function placeOf(path: string | undefined): string {
  return path === undefined ? '' : `, in \`${path}\``;
}

/** Very long examples show how they begin. */
function block(text: string): string {
  const lines = text.trimEnd().split('\n');
  const shown = lines
    .slice(0, mostLines)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  return ['```yaml', ...shown, ...(lines.length > mostLines ? ['# …'] : []), '```'].join('\n');
}

const mostLines = 60;
const longestLine = 160;

function profilesOf({ profiles: only = profiles }: Documentation): string {
  return only === profiles ? 'each' : [...new Set([...only, 'all'])].join(', ');
}

/** Whether the finding in the example can be mended. */
function hasFix({ id, example }: Documentation): boolean {
  const options = { profile: 'all', today, ...(example.badPath !== undefined && { path: example.badPath }) } as const;
  const found = checkFile(parseSigma(example.bad), options).filter(({ code }) => code === id);
  return found.some(({ fixes = [] }) => fixes.length > 0);
}

/** Any day will do: the examples do not depend on it. */
const today = '2026-01-01';
