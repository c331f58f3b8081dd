import { deref, entryOf, keyText } from '../yaml/navigate.ts';
import type { YamlNode } from '../yaml/tree.ts';

/** A text without any of these is no pipeline, and isn't parsed at every keystroke to find that out. */
export const pipelineKey = /^["']?(?:transformations|postprocessing|finalizers)["']?\s*:/m;

/**
 * Whether a document is a processing pipeline, judged by its content and also while it is only half typed: one of the
 * three lists, and nothing at the top that other kinds of YAML have.
 */
export function isPipeline(root: YamlNode | undefined): boolean {
  const mapping = deref(root);
  if (mapping?.kind !== 'mapping') return false;
  const keys = mapping.entries.map((entry) => keyText(entry) ?? '');
  if (keys.some((key) => foreignKeys.has(key))) return false;
  return listKeys.some((key) => {
    const entry = entryOf(mapping, key);
    const list = deref(entry?.value);
    if (entry === undefined) return false;
    if (list?.kind === 'scalar' && list.value === null) return keys.some((other) => ownKeys.has(other));
    if (list?.kind !== 'sequence') return false;
    return list.items.length === 0 || list.items.some(isItem) || keys.includes('allowed_backends');
  });
}

export const listKeys = ['transformations', 'postprocessing', 'finalizers'] as const;

function isItem(node: YamlNode): boolean {
  const item = deref(node);
  return item?.kind === 'mapping' && item.entries.some((entry) => itemKeys.test(keyText(entry) ?? ''));
}

const itemKeys = /^(?:id|type|mapping|(?:rule|detection_item|field_name)_cond\w*)$/;
const ownKeys: ReadonlySet<string> = new Set(['name', 'priority', 'vars', 'allowed_backends']);
const foreignKeys: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'detection',
  'logsource',
  'correlation',
  'jobs',
  'steps',
  'stages',
  'services',
  'openapi',
  'Resources',
]);
