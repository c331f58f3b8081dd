import type { Item, ItemValue, Test } from '../../sigma/expression.ts';
import { writtenText } from '../../sigma/written.ts';
import { code } from './markdown.ts';

/** What a value is compared as, where that differs from what is written; undefined where there is nothing to add. */
export function valueMarkdown({ modifiers }: Item, { alternatives, source }: ItemValue): string | undefined {
  const forms = formsOf(alternatives);
  const [only] = forms;
  if (only === undefined || (forms.length === 1 && only === code(source))) return undefined;
  const because = modifiers.length > 0 ? ` (${code(modifiers.join('|'))})` : '';
  if (forms.length === 1) return `Matches ${only}${because}`;
  return `Matches any of these${because}:\n\n${listed(forms)}`;
}

/** The forms of a value as code, each once; wildcards are written as Sigma writes them. */
export function formsOf(alternatives: readonly Test[]): string[] {
  return [...new Set(alternatives.map(testInWords))];
}

/** At most eight of them, as a list. */
export function listed(forms: readonly string[]): string {
  const shown = forms.slice(0, shownForms).map((form) => `- ${form}`);
  return [...shown, ...(forms.length > shownForms ? [`- ${forms.length - shownForms} more`] : [])].join('\n');
}

const shownForms = 8;

function testInWords(test: Test): string {
  switch (test.kind) {
    case 'string':
      return `${code(visible(writtenText(test.pattern)))}${test.cased ? ', capitals as written' : ''}`;
    case 'number':
      return `the number ${test.text}`;
    case 'boolean':
      return String(test.value);
    case 'null':
      return 'a field that is missing or null';
    case 'exists':
      return test.value ? 'any event that has the field' : 'any event without the field';
    case 'regex': {
      const { i, m, s } = test.flags;
      const flags = `${i ? 'i' : ''}${m ? 'm' : ''}${s ? 's' : ''}`;
      return `the regular expression ${code(test.source)}${flags === '' ? '' : ` with the flags ${flags}`}`;
    }
    case 'cidr':
      return `IPv${test.version} addresses in ${code(`${test.address}/${test.prefix}`)}`;
    case 'compare':
      return `numbers ${signs[test.operator]} ${test.value}`;
    case 'time':
      return `times whose ${test.part} is ${test.operator === 'eq' ? '' : `${signs[test.operator]} `}${test.value}`;
    case 'fieldref':
      return `the event’s own ${code(test.field)} (${test.match})${test.cased ? ', capitals as written' : ''}`;
  }
}

const signs = { lt: '<', lte: '≤', gt: '>', gte: '≥' } as const;

/** Control characters, which UTF-16 values are full of, as pictures. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => String.fromCharCode(0x2400 + (character.charCodeAt(0) & 0x1f)));
}
