import { deref, entryOf, keyText } from '../yaml/navigate.ts';
import type { YamlMapping, YamlNode } from '../yaml/tree.ts';

/**
 * Whether a document is a Sigma rule, judged by its content and also while it is only half typed. Other YAML that has a
 * `title`, a `filter` or a `detection` of its own (Kubernetes, OpenAPI, pipelines, fixtures) is not.
 */
export function isSigma(root: YamlNode | undefined): boolean {
  const mapping = deref(root);
  if (mapping?.kind !== 'mapping') return false;
  const keys = new Set(mapping.entries.map((entry) => keyText(entry)));
  const detection = keys.has('detection') && keys.has('logsource');
  if (detection && !keys.has('apiVersion')) return true;
  if (foreignKeys.some((key) => keys.has(key))) return false;
  return (
    (keys.has('logsource') && (keys.has('title') || hasAny(mapping, 'logsource', logsourceKeys))) ||
    hasAny(mapping, 'detection', detectionKeys) ||
    (keys.has('correlation') && (keys.has('title') || hasAny(mapping, 'correlation', correlationKeys))) ||
    looksLikeHead(mapping, keys)
  );
}

const logsourceKeys = ['category', 'product', 'service'];
const detectionKeys = ['condition'];
const correlationKeys = ['rules', 'timespan', 'group-by'];

/** Top-level keys that no Sigma rule has, but other kinds of YAML always have. */
const foreignKeys = [
  'apiVersion',
  'kind',
  'jobs',
  'steps',
  'stages',
  'services',
  'openapi',
  'swagger',
  'asyncapi',
  'transformations',
  'postprocessing',
  'finalizers',
  'tasks',
  'hosts',
  'Resources',
  'AWSTemplateFormatVersion',
  'cases',
  'tests',
  'query',
  'search',
  '$schema',
  'rules',
  'data_source',
];

function hasAny(mapping: YamlMapping, key: string, inner: readonly string[]): boolean {
  const content = deref(entryOf(mapping, key)?.value);
  return content?.kind === 'mapping' && content.entries.some((entry) => inner.includes(keyText(entry) ?? ''));
}

/** A rule that is written from the top and has no logsource yet: a title, and two more things that are Sigma's own. */
function looksLikeHead(mapping: YamlMapping, keys: ReadonlySet<string | undefined>): boolean {
  if (!keys.has('title')) return false;
  const signs = [
    /^(?:stable|test|experimental|deprecated|unsupported)$/.test(text(mapping, 'status')),
    /^(?:informational|low|medium|high|critical)$/.test(text(mapping, 'level')),
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text(mapping, 'id')),
    hasSigmaTag(mapping),
    keys.has('falsepositives'),
    keys.has('logsource'),
    keys.has('detection'),
  ];
  return signs.filter(Boolean).length >= 2;
}

function text(mapping: YamlMapping, key: string): string {
  const content = deref(entryOf(mapping, key)?.value);
  return content?.kind === 'scalar' ? content.text : '';
}

function hasSigmaTag(mapping: YamlMapping): boolean {
  const tags = deref(entryOf(mapping, 'tags')?.value);
  if (tags?.kind !== 'sequence') return false;
  return tags.items.some((item) => {
    const tag = deref(item);
    return tag?.kind === 'scalar' && /^(?:attack|cve|detection|car|d3fend|tlp|stp)\./.test(tag.text);
  });
}
