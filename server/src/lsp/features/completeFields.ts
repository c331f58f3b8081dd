import { fieldsOf, type LogsourceKey } from '../../catalog/taxonomy.ts';
import { columnsOf, mappedFields } from '../../kql/fieldMapping.ts';
import type { Range } from '../../range.ts';
import type { Proposal } from './completionItem.ts';
import { columnsInWords } from './fieldColumns.ts';
import { escapeSnippet } from './snippet.ts';

/** Where a field is to be written. */
export interface FieldPlace {
  readonly logsource: LogsourceKey;
  readonly range: Range;
  /** A colon or a modifier follows the cursor already, so that only the name is wanted. */
  readonly nameOnly: boolean;
  /** Keys that the same map has already. */
  readonly present: ReadonlySet<string>;
}

/**
 * Fields of the log source: those that most of SigmaHQ's rules use first, then those that a mapping knows. Each says
 * which column it becomes in each target.
 */
export function completeFields({ logsource, range, nameOnly, present }: FieldPlace): Proposal[] {
  const used = fieldsOf(logsource);
  const names = new Map(used.map(({ name, rules }) => [name, rules]));
  for (const name of mappedFields(logsource)) if (!names.has(name)) names.set(name, 0);
  return [...names]
    .filter(([name]) => !present.has(name))
    .map(([name, rules]): Proposal => {
      return {
        label: name,
        kind: 'field',
        range,
        ...(nameOnly ? {} : { text: `${name}: `, snippet: `${escapeSnippet(name)}$1: $0`, commitCharacters: ['|'] }),
        description: rules > 0 ? `${rules.toLocaleString('en')} ${rules === 1 ? 'rule' : 'rules'}` : '',
        detail: columnsInWords(columnsOf(logsource, name)),
        documentation: { kind: 'field', field: name, logsource },
      };
    });
}
