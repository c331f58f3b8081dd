import { contentOffsets } from '../yaml/offsets.ts';
import type { Check, Finding } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier, type ItemSite, itemsOf } from './items.ts';
import { replacePart } from './textEdits.ts';
import { isText, stringCheck, withFix } from './valueForms.ts';

/** Values of fields whose form is known: hashes, names of users. */
export const knownValueChecks: readonly Check[] = [
  alsoOfNumbers(
    stringCheck(
      'invalid-hash',
      'warning',
      ['sigmahq_invalid_hash_kv'],
      {
        what: 'A value of `Hashes` is not of the form `SHA256=…`, with as many hexadecimal digits as that hash has.',
        why: 'Sysmon writes the algorithm, `=` and the digits. A hash without its name, or with digits missing, is found by chance or never.',
        example: {
          bad: ruleSelecting(`Hashes|contains: '${'0'.repeat(40)}'`),
          good: ruleSelecting(`Hashes|contains: 'SHA1=${'0'.repeat(40)}'`),
        },
      },
      (scalar, site, { file }) => {
        if (!isHashField(site) || hasModifier(site, 'expand')) return [];
        const offset = contentOffsets(file.text, scalar);
        const findings: Finding[] = [];
        for (const match of scalar.text.matchAll(/[^,*?]+/g)) {
          const part = match[0].trim();
          const start = match.index + match[0].indexOf(part);
          const range = { start: offset(start), end: offset(start + part.length) };
          const [, name = '', digits = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
          const length = hashLengths.get(name.toUpperCase());
          const isPlain = /^[0-9a-f]+$/i.test(part);
          const algorithm = isPlain ? algorithmOf(part.length) : undefined;
          // The name alone asks whether there is such a hash.
          if (length !== undefined && digits === '') continue;
          if (part === '' || (length !== undefined && digits.length === length && /^[0-9a-f]*$/i.test(digits)))
            continue;
          if (part.includes('=') && length !== undefined) {
            const what =
              digits.length === length
                ? 'a character that is no hexadecimal digit'
                : `${digits.length} digits, and has ${length}`;
            findings.push({ range, message: `This ${name} hash is written with ${what}.` });
          } else if (part.includes('=')) {
            findings.push({
              range,
              message: `\`${name}\` is no hash of Sysmon’s. It writes MD5, SHA1, SHA256 and IMPHASH.`,
            });
          } else {
            findings.push({
              range,
              message: `Sysmon writes the algorithm before the hash: \`${algorithm ?? 'MD5'}=…\`.`,
              ...withFix(
                `Write \`${algorithm}=\` before it`,
                algorithm === undefined ? undefined : replacePart(file.text, scalar, start, start, `${algorithm}=`),
              ),
            });
          }
        }
        return findings;
      },
    ),
  ),
  {
    ...stringCheck(
      'localised-user',
      'information',
      ['sigmahq_field_user'],
      {
        what: 'A field asks for “NT AUTHORITY” under one of its names only.',
        why: 'Windows translates the names of its accounts: a German one says “NT-AUTORITÄT”, a French one “AUTORITE NT”. The list `AUTHORI`, `AUTORI` under `contains` finds all of them.',
        example: {
          bad: ruleSelecting("User|contains: 'AUTHORI'"),
          good: ruleSelecting('User|contains:', "    - 'AUTHORI'", "    - 'AUTORI'"),
        },
      },
      (scalar, { field, values }) => {
        if (field === undefined || values.length !== 1 || !/user/i.test(field)) return [];
        const name = /AUTH?ORI/.exec(scalar.text)?.[0];
        if (name === undefined) return [];
        return [
          {
            range: scalar.contentRange,
            message:
              'This name is another one on a Windows in another language. Use `contains` with `AUTHORI` and `AUTORI`.',
          },
        ];
      },
    ),
    profiles: ['sigmahq'],
  },
];

/** The check, which looks at texts, and a finding for each number. */
function alsoOfNumbers(check: Check): Check {
  return {
    ...check,
    run(context, report) {
      check.run(context, report);
      for (const site of itemsOf(context)) {
        if (!isHashField(site) || !isText(site)) continue;
        for (const { scalar, node } of site.values) {
          if (typeof scalar.value !== 'number' && typeof scalar.value !== 'bigint') continue;
          const message = 'A number is no hash. Sysmon writes the algorithm, `=` and the digits: `MD5=…`.';
          report({ range: node.range, message });
        }
      }
    },
  };
}

function isHashField({ field }: ItemSite): boolean {
  return field === 'Hashes' || field === 'Hash';
}

const hashLengths: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA1', 40],
  ['SHA256', 64],
  ['IMPHASH', 32],
]);

/** Thirty-two digits may be an MD5 or an import hash. */
function algorithmOf(length: number): string | undefined {
  return length === 40 ? 'SHA1' : length === 64 ? 'SHA256' : undefined;
}
