import type { Problem } from '../problem.ts';
import { limits } from './limits.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from './tree.ts';

/** Reports each key that its mapping already has: PyYAML would keep only the last, silently. */
export function duplicateKeys(mapping: YamlMapping, problems: Problem[]): void {
  const { entries } = mapping;
  if (entries.length < 2) return;
  if (entries.length > 12) {
    manyEntries(entries, problems);
    return;
  }
  for (let second = 1; second < entries.length; second++) {
    const key = entries[second]?.key;
    if (key?.kind !== 'scalar' || isMergeKey(key)) continue;
    for (let first = 0; first < second; first++) {
      const earlier = entries[first]?.key;
      if (earlier?.kind === 'scalar' && earlier.text === key.text && sameKind(earlier, key)) {
        problems.push(duplicate(earlier, key));
        break;
      }
    }
  }
}

function manyEntries(entries: readonly YamlEntry[], problems: Problem[]): void {
  const seen = new Map<string, YamlScalar>();
  let found = 0;
  for (const { key } of entries) {
    if (key.kind !== 'scalar' || isMergeKey(key)) continue;
    const identity = typeof key.value === 'string' ? key.text : `${typeof key.value}:${key.text}`;
    const earlier = seen.get(identity);
    if (earlier === undefined) seen.set(identity, key);
    else if (sameKind(earlier, key)) {
      problems.push(duplicate(earlier, key));
      if (++found === limits.problems) return;
    }
  }
}

function sameKind(first: YamlScalar, second: YamlScalar): boolean {
  return typeof first.value === typeof second.value;
}

/** `<<`, which stands for the entries of another mapping. */
export function isMergeKey(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.text === '<<' && key.style === 'plain';
}

function duplicate(first: YamlScalar, second: YamlScalar): Problem {
  return {
    code: 'duplicate-key',
    severity: 'error',
    message: `\`${second.text}\` is already a key of this mapping, and only one of the two would count. Remove or rename one.`,
    range: second.range,
    related: [{ message: `\`${first.text}\` stands here first.`, range: first.range }],
  };
}
