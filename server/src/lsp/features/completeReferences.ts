import { fieldsOf } from '../../catalog/taxonomy.ts';
import type { CompletionContext } from './completionContext.ts';
import type { Proposal } from './completionItem.ts';
import { insideQuotes } from './cursor.ts';
import { logsourceOf } from './ruleAt.ts';

/** Places whose values are names of other things: rules of the same file, or fields. */
export function completeReferences(context: CompletionContext): Proposal[] {
  const { names, cursor } = context;
  const path = names.join('.');
  const last = names.at(-1) ?? '';
  if (cursor.place !== 'item' && cursor.place !== 'value') return [];
  if (path === 'correlation.rules' || path === 'filter.rules') return rules(context);
  if (path === 'correlation.group-by' || path === 'correlation.condition.field' || path === 'fields')
    return fields(context);
  return /\|fieldref(?:\||$)/.test(last) ? fields(context) : [];
}

function rules({ document, cursor, rule }: CompletionContext): Proposal[] {
  const range = insideQuotes(cursor, document.text);
  return document.file.rules.flatMap((other): Proposal[] => {
    const name = other.name ?? other.id;
    if (other === rule || !name) return [];
    return [{ label: name.value, kind: 'value', range, ...(other.title && { detail: other.title.value }) }];
  });
}

/** The fields of the rule's own log source, or for a correlation those of the rules in the same file. */
function fields({ document, cursor, rule }: CompletionContext): Proposal[] {
  const sources =
    rule?.kind === 'correlation' ? document.file.rules.filter(({ kind }) => kind !== 'correlation') : [rule];
  const range = insideQuotes(cursor, document.text);
  const names = new Set(sources.flatMap((source) => fieldsOf(logsourceOf(source)).map(({ name }) => name)));
  return [...names].map((label): Proposal => ({ label, kind: 'field', range }));
}
