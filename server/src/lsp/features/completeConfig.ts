import { profiles } from '../../checks/check.ts';
import { configKeys, severityNames } from '../../workspace/config.ts';
import type { SigmaDocument } from '../documents.ts';
import { checkProposals } from './completeSuppression.ts';
import type { Proposal } from './completionItem.ts';
import { cursorAt, insideQuotes } from './cursor.ts';
import { siblingKeys } from './siblings.ts';

/** What can be written at an offset of a `.sigmasmith.yml`: its keys, the ids of checks, and the values of both. */
export function completeConfig({ text, lines }: SigmaDocument, offset: number): Proposal[] {
  const cursor = cursorAt(text, lines, offset);
  if (!cursor) return [];
  const [top, check, further] = cursor.path.flatMap((step) => (step.kind === 'key' ? [step.name] : []));
  if (cursor.place === 'value') {
    const choices = top === 'profile' ? profiles : top === 'severity' && check !== undefined ? severityNames : [];
    const range = insideQuotes(cursor, text);
    const blank = cursor.needsBlank ? ' ' : '';
    return choices.map((label): Proposal => ({ label, kind: 'value', range, text: blank + label }));
  }
  if (cursor.place !== 'key') return [];
  const present = siblingKeys(text, lines, offset, cursor.column);
  const colon = cursor.hasColon ? '' : ':';
  const { range } = cursor;
  const keys =
    top === undefined
      ? configKeys.map((label): Proposal => ({ label, kind: 'key', range, text: `${label}${colon}` }))
      : top === 'severity' && check === undefined && further === undefined
        ? checkProposals(range).map((proposal) => ({
            ...proposal,
            text: `${proposal.label}${colon && ': '}`,
            chain: true,
          }))
        : [];
  return keys.filter(({ label }) => !present.has(label));
}
