import type { LogsourceKey } from '../../catalog/taxonomy.ts';
import type { SigmaDocument } from '../documents.ts';
import { completeConditionAt } from './completeConditionAt.ts';
import { completeEventIds } from './completeEventIds.ts';
import { completeFields } from './completeFields.ts';
import { completeEnum, completeKeys } from './completeKeys.ts';
import { completeLogsource, completeLogsourceKeys, completeLogsourceValue } from './completeLogsource.ts';
import { completeModifiers } from './completeModifiers.ts';
import { completeReferences } from './completeReferences.ts';
import { completeSelectionNames } from './completeSelectionNames.ts';
import { completeSuppression } from './completeSuppression.ts';
import { completeTags } from './completeTags.ts';
import type { CompletionContext } from './completionContext.ts';
import type { Proposal } from './completionItem.ts';
import { type Cursor, cursorAt, insideQuotes } from './cursor.ts';
import { isForeign, logsourceOf, ruleAt } from './ruleAt.ts';
import { hasScalarSiblings, siblingKeys, siblingValues } from './siblings.ts';

/** What can be written at an offset. The cursor's place is read from the text, so half-typed documents will do. */
export function complete(document: SigmaDocument, offset: number): Proposal[] {
  const suppression = completeSuppression(document, offset);
  if (suppression !== undefined) return suppression;
  const cursor = cursorAt(document.text, document.lines, offset);
  if (!cursor || isForeign(document.file, offset)) return [];
  return proposalsAt({ document, cursor, rule: ruleAt(document.file, offset), names: keyNames(cursor) });
}

function proposalsAt(context: CompletionContext): Proposal[] {
  const { names, cursor } = context;
  const [top] = names;
  switch (top) {
    case undefined:
      return cursor.place === 'key' ? [...schemaKeys(context), ...otherKinds(context)] : [];
    case 'logsource':
      return names.length <= 2 ? inLogsource(context) : [];
    case 'detection':
    case 'filter':
      return inDetection(context);
    case 'tags':
      return names.length === 1 && cursor.place !== 'value' ? tags(context) : [];
    case 'correlation':
    case 'fields':
      return [...completeReferences(context), ...schemaPlaces(context)];
    default:
      return schemaPlaces(context);
  }
}

function inDetection(context: CompletionContext): Proposal[] {
  const { names, cursor, document, rule } = context;
  const [, second, field] = names;
  const inKey = cursor.place === 'key' || cursor.place === 'item';
  if (second === 'condition') return completeConditionAt(context);
  if (second === undefined) return inKey ? [...completeSelectionNames(context), ...schemaKeys(context)] : [];
  if (second === 'rules' || second === 'timeframe') return completeReferences(context);
  if (field !== undefined) return [...completeReferences(context), ...completeEventIds(context)];
  if (!inKey || cursor.path.length > 3) return [];
  if (cursor.place === 'item' && hasScalarSiblings(document.text, document.lines, cursor.offset)) return [];

  const [name = '', ...chain] = cursor.before.split('|');
  const logsource = logsourceOf(rule);
  if (chain.length === 0) {
    const key = document.text.slice(cursor.range.start, cursor.range.end);
    const end = cursor.range.start + (key.includes('|') ? key.indexOf('|') : key.length);
    const present = siblingKeys(document.text, document.lines, cursor.offset, cursor.column);
    const nameOnly = cursor.hasColon || key.includes('|');
    return completeFields({ logsource, range: { start: cursor.range.start, end }, nameOnly, present });
  }
  const typed = chain.at(-1) ?? '';
  const rest = /^\w*/.exec(document.text.slice(cursor.offset, cursor.range.end))?.[0] ?? '';
  const range = { start: cursor.offset - typed.length, end: cursor.offset + rest.length };
  const nameOnly = cursor.hasColon || range.end < cursor.range.end;
  return completeModifiers(name, chain.slice(0, -1), logsource, range, nameOnly);
}

function inLogsource(context: CompletionContext): Proposal[] {
  const { names, cursor, document, rule } = context;
  const [, key] = names;
  const known = logsourceOf(rule);
  if (key === undefined) {
    const { range } = cursor;
    if (cursor.place === 'value') return completeLogsource(cursor.range, '    ', true);
    if (cursor.place !== 'key') return [];
    const present = siblingKeys(document.text, document.lines, cursor.offset, cursor.column);
    const others: LogsourceKey = Object.fromEntries(Object.entries(known).filter(([part]) => present.has(part)));
    const keys = cursor.hasColon ? schemaKeys(context) : completeLogsourceKeys(others, range);
    const whole =
      present.size === 0 && !cursor.hasColon ? completeLogsource(range, ' '.repeat(cursor.column), false) : [];
    return [...keys, ...whole];
  }
  if (cursor.place !== 'value' || (key !== 'category' && key !== 'product' && key !== 'service')) return [];
  const indentation = ' '.repeat(cursor.column);
  return spaced(cursor, completeLogsourceValue(key, known, insideQuotes(cursor, document.text), indentation));
}

function tags({ cursor, document }: CompletionContext): Proposal[] {
  const range = insideQuotes(cursor, document.text);
  const present = siblingValues(document.text, document.lines, cursor.offset);
  const before = document.text.slice(range.start, cursor.offset);
  const proposals = completeTags(before, range, present);
  if (cursor.place !== 'key') return proposals;
  return proposals.map((proposal) => ({ ...proposal, text: `- ${proposal.text ?? proposal.label}` }));
}

/** Keys and values that the JSON Schema knows. */
function schemaPlaces(context: CompletionContext): Proposal[] {
  const { cursor, document, names } = context;
  if (cursor.place === 'value') {
    const kind = context.rule?.kind ?? 'detection';
    return spaced(cursor, completeEnum(kind, names, insideQuotes(cursor, document.text)));
  }
  return cursor.place === 'continuation' ? [] : schemaKeys(context);
}

function schemaKeys({ cursor, document, names, rule }: CompletionContext): Proposal[] {
  const present = siblingKeys(document.text, document.lines, cursor.offset, cursor.column);
  return completeKeys(rule?.kind ?? 'detection', names, cursor.range, cursor.hasColon, present);
}

/** What makes a document a correlation or a filter, while it is not a detection rule yet. */
function otherKinds({ cursor, document }: CompletionContext): Proposal[] {
  const present = siblingKeys(document.text, document.lines, cursor.offset, cursor.column);
  if (decidingKeys.some((key) => present.has(key))) return [];
  return (['correlation', 'filter'] as const).flatMap((kind) =>
    completeKeys(kind, [], cursor.range, cursor.hasColon, present).filter(({ label }) => label === kind),
  );
}

const decidingKeys = ['detection', 'correlation', 'filter'];

/** A value needs a blank after its colon. */
function spaced(cursor: Cursor, proposals: Proposal[]): Proposal[] {
  if (!cursor.needsBlank) return proposals;
  return proposals.map((proposal) => ({ ...proposal, text: ` ${proposal.text ?? proposal.label}` }));
}

function keyNames({ path }: Cursor): string[] {
  return path.flatMap((step) => (step.kind === 'key' ? [step.name] : []));
}
