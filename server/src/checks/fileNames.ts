import { filenamePrefix } from '../catalog/sigmahqConventions.ts';
import type { Check, CheckContext, CheckDocs } from './check.ts';
import { ruleWith } from './examples.ts';
import { titleRange } from './presence.ts';

/** The names of the files that hold rules. A file that has several is judged by its first. */
export const fileNameChecks: readonly Check[] = [
  fileNameCheck(
    'filename-length',
    ['filename_length', 'sigmahq_filename_convention'],
    ['sigmahq'],
    {
      what: 'The name of the file has fewer than 10 or more than 90 characters.',
      why: 'Short names say too little; long ones are cut off, or cannot be checked out on Windows.',
      example: {
        bad: ruleWith(),
        good: ruleWith(),
        badPath: 'who.yml',
        goodPath: 'proc_creation_win_whoami.yml',
      },
    },
    (name) => (hasLength(name) ? undefined : `\`${name}\` has ${name.length} characters; SigmaHQ wants 10 to 90.`),
  ),
  fileNameCheck(
    'filename-convention',
    ['sigmahq_filename_convention'],
    ['sigmahq'],
    {
      what: 'The name of the file is not 10 to 90 small letters, digits and underscores, with at least one underscore, and `.yml`.',
      why: 'Names of one form can be sorted, searched and referred to everywhere.',
      example: {
        bad: ruleWith(),
        good: ruleWith(),
        badPath: 'Whoami-Execution.yml',
        goodPath: 'proc_creation_win_whoami.yml',
      },
    },
    (name) => {
      if (!hasLength(name) || (/^[a-z0-9_]{10,90}\.yml$/.test(name) && name.includes('_'))) return undefined;
      const stem = name
        .toLowerCase()
        .replace(/(\.ya?ml)+$/, '')
        .replaceAll(/[^a-z0-9]+/g, '_');
      return stem.length < 10
        ? `SigmaHQ’s file names have 10 to 90 characters before \`.yml\`, and \`${name}\` has fewer.`
        : `SigmaHQ’s file names have small letters, digits and underscores, at least one of them: \`${stem}.yml\`.`;
    },
  ),
  fileNameCheck(
    'correlation-filename-prefix',
    ['sigmahq_correlation_filename_prefix'],
    ['sigmahq'],
    {
      what: 'The name of a file with a correlation does not begin with `correlation_`.',
      why: 'SigmaHQ tells correlations from detections by it.',
      example: {
        bad: correlationFile(),
        good: correlationFile(),
        badPath: 'many_failed_logons.yml',
        goodPath: 'correlation_many_failed_logons.yml',
      },
    },
    (name, { file }) =>
      !file.rules.some(({ kind }) => kind === 'correlation') || name.startsWith('correlation_')
        ? undefined
        : `A file with a correlation is named \`correlation_…\` by SigmaHQ, not \`${name}\`.`,
  ),
  fileNameCheck(
    'filename-prefix',
    ['sigmahq_filename_prefix'],
    [],
    {
      what: 'The name of the file does not begin with the prefix that SigmaHQ has for the log source.',
      why: 'In a folder of thousands it shows what a rule reads. SigmaHQ’s own continuous integration does not insist on it.',
      example: {
        bad: ruleWith(),
        good: ruleWith(),
        badPath: 'win_whoami_execution.yml',
        goodPath: 'proc_creation_win_whoami.yml',
      },
    },
    (name, { rule, file }) => {
      if (rule.kind !== 'detection' || file.rules.some(({ kind }) => kind === 'correlation')) return undefined;
      const { category, product, service } = rule.logsource;
      const prefix = filenamePrefix({ category: category?.value, product: product?.value, service: service?.value });
      return prefix === undefined || name.startsWith(prefix)
        ? undefined
        : `SigmaHQ names files of this log source \`${prefix}…\`, not \`${name}\`.`;
    },
  ),
];

function fileNameCheck(
  id: string,
  aliases: readonly string[],
  profiles: NonNullable<Check['profiles']>,
  docs: CheckDocs,
  judge: (name: string, context: CheckContext) => string | undefined,
): Check {
  return {
    id,
    severity: 'information',
    aliases,
    profiles,
    docs,
    run(context, report) {
      const name = context.path?.split('/').at(-1);
      if (name === undefined || name === '' || context.file.rules[0] !== context.rule) return;
      const message = judge(name, context);
      if (message !== undefined) report({ range: titleRange(context), message });
    },
  };
}

function hasLength(name: string): boolean {
  return name.length >= 10 && name.length <= 90;
}

function correlationFile(): string {
  const lines = ['title: Many', 'correlation:', '    type: event_count', '    rules: [whoami]', '    group-by: [User]'];
  lines.push('    timespan: 5m', '    condition:', '        gte: 10', '---');
  return `${lines.join('\n')}\n${ruleWith('name: whoami')}`;
}
