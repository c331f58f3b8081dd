import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlScalar } from '../yaml/tree.ts';
import { advance, modifiers, objection, startOfChain } from './modifiers.ts';
import { nearest } from './nearest.ts';

/** A key of a selection, such as `CommandLine|contains|all`. */
export interface ItemKey {
  /** Undefined for keywords: `'|all'`. */
  readonly field: string | undefined;
  readonly fieldRange: Range;
  readonly modifiers: readonly LocatedModifier[];
}

export interface LocatedModifier {
  readonly name: string;
  readonly range: Range;
}

/** Splits a key at its pipes; each part keeps its own place, also inside of quotes. */
export function splitKey(document: string, key: YamlScalar): ItemKey {
  const { text } = key;
  if (!text.includes('|')) {
    return { field: text === '' ? undefined : text, fieldRange: key.contentRange, modifiers: [] };
  }
  const offset = contentOffsets(document, key);
  const [field = '', ...names] = text.split('|');
  let at = field.length + 1;
  const chain: LocatedModifier[] = [];
  for (const name of names) {
    chain.push({ name, range: { start: offset(at), end: offset(at + name.length) } });
    at += name.length + 1;
  }
  return {
    field: field === '' ? undefined : field,
    fieldRange: { start: key.contentRange.start, end: offset(field.length) },
    modifiers: chain,
  };
}

/** Reports modifiers that do not exist or cannot stand where they do; whether the chain has a meaning. */
export function checkChain(key: ItemKey, problems: Problem[]): boolean {
  let state = startOfChain;
  let sound = true;
  for (const { name, range } of key.modifiers) {
    const modifier = modifiers.get(name);
    if (modifier === undefined) {
      problems.push(unknownModifier(name, range));
      sound = false;
      continue;
    }
    const reason =
      (name === 'exists' || name === 'fieldref') && key.field === undefined
        ? `\`${name}\` asks for a field. Write the field before the pipe.`
        : objection(modifier, state);
    if (reason !== undefined) {
      problems.push({ code: 'illegal-modifier-chain', severity: 'error', message: reason, range });
      sound = false;
    }
    state = advance(state, modifier);
  }
  return sound;
}

function unknownModifier(name: string, range: Range): Problem {
  const base = { code: 'unknown-modifier', severity: 'error', range } as const;
  if (name === '') {
    const pipe = { start: range.start - 1, end: range.end };
    return { ...base, range: pipe, message: 'A modifier is expected after the pipe. Add one, or remove the pipe.' };
  }
  const near = nearest(name, modifiers.keys());
  if (near === undefined) {
    return { ...base, message: `\`${name}\` is not a modifier. Use one of the specification's, such as \`contains\`.` };
  }
  return {
    ...base,
    message: `\`${name}\` is not a modifier. Did you mean \`${near}\`?`,
    fixes: [{ title: `Replace with \`${near}\``, edits: [{ range, text: near }] }],
  };
}
