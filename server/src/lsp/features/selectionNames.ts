import { contains, type Range } from '../../range.ts';
import type { ConditionNode } from '../../sigma/condition.ts';
import { selectionTest } from '../../sigma/resolveCondition.ts';
import type { DetectionRule, FilterRule } from '../../sigma/rule.ts';
import type { SigmaDocument } from '../documents.ts';
import { conditionNodeAt } from './conditionNodes.ts';
import { ruleAt } from './ruleAt.ts';

/** The places of a selection's name: `isDeclaration` where the selection stands, otherwise where the condition names it. */
export interface NamePlace extends Range {
  readonly isDeclaration: boolean;
  /** The condition names it by a pattern, which stands here. */
  readonly isPattern: boolean;
}

/** All places of the selection whose name is at the offset, in the order of the text; none where there is no such name. */
export function namePlaces(document: SigmaDocument, offset: number): NamePlace[] {
  const found = selectionAt(document, offset);
  return found === undefined ? [] : placesOf(found.rule, found.name);
}

/** The name at the offset, if it can be replaced: in a pattern it is not written out. */
export function renamable(document: SigmaDocument, offset: number): Range | undefined {
  return namePlaces(document, offset).find((place) => !place.isPattern && holds(place, offset));
}

/** The places to write another name to, or why that is not done. */
export type Renaming = { readonly places: readonly Range[] } | { readonly refusal: string };

/** Gives the selection at the offset another name. Refused where the rule would mean something else, or nothing. */
export function rename(document: SigmaDocument, offset: number, name: string): Renaming {
  const found = selectionAt(document, offset);
  if (found === undefined) return { refusal: 'There is no name of a selection here.' };
  const { rule, name: before } = found;
  if (!/^[A-Za-z_][\w-]*$/.test(name) || words.has(name.toLowerCase()))
    return { refusal: `A condition cannot name a selection “${name}”.` };
  if (name !== before && rule.selections.some((selection) => selection.name === name))
    return { refusal: `The rule has a selection “${name}” already.` };
  if (rule.conditions.some(({ tree }) => tree === undefined))
    return { refusal: 'The condition has an error: where it names the selection cannot be told.' };
  for (const { pattern } of rule.conditions.flatMap(({ tree }) => (tree === undefined ? [] : patternsIn(tree)))) {
    const matches = selectionTest(pattern);
    if (matches(before) && !matches(name))
      return { refusal: `The condition names the selection by “${pattern}”, which “${name}” does not fit.` };
    if (!matches(before) && matches(name))
      return { refusal: `“${name}” fits “${pattern}” of the condition, which would then mean this selection as well.` };
  }
  return { places: placesOf(rule, before).filter(({ isPattern }) => !isPattern) };
}

/** What a condition takes for something else than a name, and the key beside the selections. */
const words: ReadonlySet<string> = new Set(['and', 'or', 'not', 'of', 'all', 'any', 'them', 'condition', 'timeframe']);

interface Named {
  readonly rule: DetectionRule | FilterRule;
  readonly name: string;
}

function selectionAt({ file }: SigmaDocument, offset: number): Named | undefined {
  const rule = ruleAt(file, offset);
  if (rule === undefined || rule.kind === 'correlation') return undefined;
  const declared = rule.selections.find(({ nameRange }) => holds(nameRange, offset));
  if (declared !== undefined) return { rule, name: declared.name };
  const tree = rule.conditions.find(({ range }) => contains(range, offset))?.tree;
  const node = tree && conditionNodeAt(tree, offset);
  const isNamed = node?.kind === 'identifier' && rule.selections.some(({ name }) => name === node.name);
  return isNamed ? { rule, name: node.name } : undefined;
}

function placesOf(rule: DetectionRule | FilterRule, name: string): NamePlace[] {
  const declared = rule.selections
    .filter((selection) => selection.name === name)
    .map(({ nameRange: { start, end } }) => ({ start, end, isDeclaration: true, isPattern: false }));
  const used = rule.conditions.flatMap(({ tree }) => (tree === undefined ? [] : usesIn(tree, name)));
  return [...declared, ...used].sort((first, second) => first.start - second.start);
}

function usesIn(node: ConditionNode, name: string): NamePlace[] {
  const place = ({ start, end }: Range, isPattern: boolean) => ({ start, end, isDeclaration: false, isPattern });
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands.flatMap((operand) => usesIn(operand, name));
    case 'not':
      return usesIn(node.operand, name);
    case 'identifier':
      return node.name === name ? [place(node.range, false)] : [];
    case 'quantified':
      return selectionTest(node.pattern)(name) ? [place(node.patternRange, true)] : [];
  }
}

function patternsIn(node: ConditionNode): { readonly pattern: string }[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands.flatMap(patternsIn);
    case 'not':
      return patternsIn(node.operand);
    case 'identifier':
      return [];
    case 'quantified':
      return [node];
  }
}

/** A cursor behind the last character is still on the name. */
function holds({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}
