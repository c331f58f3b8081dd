import { encodingModifiers } from './modifiers/encoding.ts';
import { genericModifiers } from './modifiers/generic.ts';
import type { Modifier, Stage } from './modifiers/modifier.ts';
import { referenceModifiers } from './modifiers/reference.ts';
import { longFlagNames, textModifiers } from './modifiers/text.ts';
import { timeModifiers, valueModifiers } from './modifiers/value.ts';

/**
 * All modifiers of the specification 2.1 (appendix "Modifiers"), with pySigma's long names of the flags of `re`, in the
 * order in which they are offered.
 */
export const modifiers: ReadonlyMap<string, Modifier> = new Map(
  [
    ...genericModifiers,
    ...textModifiers,
    ...encodingModifiers,
    ...valueModifiers,
    ...referenceModifiers,
    ...timeModifiers,
    ...longFlagNames,
  ].map((modifier) => [modifier.name, modifier]),
);

/** The names that may stand next after a chain, in the order in which they are offered. */
export function legalModifiers(chain: readonly string[]): string[] {
  const state = follow(chain);
  return [...modifiers.values()]
    .filter((modifier) => modifier.aliasOf === undefined && objection(modifier, state) === undefined)
    .map((modifier) => modifier.name);
}

export interface ChainState {
  readonly stage: Stage;
  readonly seen: ReadonlySet<string>;
  readonly last: string | undefined;
}

export const startOfChain: ChainState = { stage: 'value', seen: new Set(), last: undefined };

/** The state after one more modifier, whether it is legal or not. */
export function advance(state: ChainState, modifier: Modifier): ChainState {
  const name = modifier.aliasOf ?? modifier.name;
  const seen = new Set(state.seen).add(name);
  return { stage: nextStage(state.stage, modifier), seen, last: modifier.name };
}

/** Why a modifier cannot stand there, as a sentence, or undefined if it can. */
export function objection(modifier: Modifier, state: ChainState): string | undefined {
  const { name } = modifier;
  const usual = modifier.aliasOf ?? name;
  if (state.seen.has(usual) && !isRepeatable(modifier, state)) return `\`${name}\` stands here twice. Remove one.`;
  if (modifier.first && state.last !== undefined && modifier.after.includes(state.stage)) {
    return `\`${name}\` has to be the first modifier. Write \`${[name, ...state.seen].join('|')}\`.`;
  }
  if (modifier.after.includes(state.stage)) {
    if (state.seen.has('expand') && (modifier.group === 'encoding' || name === 'fieldref')) {
      return `\`${name}\` cannot follow \`expand\`, whose values are not known yet. Remove one of the two.`;
    }
    if (name === 'fieldref' && state.seen.has('windash')) {
      return '`fieldref` takes the name of a field, and `windash` would change it. Remove one of the two.';
    }
    return undefined;
  }
  if (modifier.group === 'regular expression' && name !== 're') {
    return `\`${name}\` is a flag of \`re\`. Write \`re|${name}\`.`;
  }
  if (modifier.after.length === 1 && modifier.after[0] === 'value') {
    return `\`${name}\` has to be the first modifier. Remove what stands before it.`;
  }
  if (modifier.group === 'encoding' && (state.stage === 'placed' || state.seen.has('windash'))) {
    return `\`${name}\` has to stand before \`${state.last ?? 'contains'}\`, which adds wildcards. Swap them.`;
  }
  return `\`${name}\` cannot follow \`${state.last ?? name}\`. Remove one of the two.`;
}

/** What is encoded can be encoded again, as scripts within scripts are: `wide|base64offset|wide|base64offset`. */
function isRepeatable({ group }: Modifier, { seen }: ChainState): boolean {
  return group === 'encoding' && (seen.has('base64') || seen.has('base64offset'));
}

function follow(chain: readonly string[]): ChainState {
  let state = startOfChain;
  for (const name of chain) {
    const modifier = modifiers.get(name);
    if (modifier !== undefined) state = advance(state, modifier);
  }
  return state;
}

function nextStage(stage: Stage, modifier: Modifier): Stage {
  if (modifier.gives === 'placed') {
    if (stage === 'regex') return 'placed regex';
    if (stage === 'fieldref') return 'placed fieldref';
  }
  if (modifier.gives !== undefined) return modifier.gives;
  return stage === 'value' && modifier.takes === 'text' ? 'text' : stage;
}
