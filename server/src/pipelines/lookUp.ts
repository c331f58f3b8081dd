/** One step of `rule.logsource.category` or `pipeline.state['key']`. */
export type PathStep = string | number;

/**
 * What stands at the end of a path through plain values; undefined when there is nothing. Only what a mapping or a list
 * itself holds is found, never what JavaScript adds to it. Tags are texts, of which pySigma knows the `namespace` and the
 * `name`.
 */
export function lookUp(value: unknown, path: readonly PathStep[]): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === 'number') {
      current = current[step < 0 ? current.length + step : step];
    } else if (typeof current === 'object' && current !== null && !Array.isArray(current)) {
      current = Object.hasOwn(current, step) ? (current as Record<PathStep, unknown>)[step] : undefined;
    } else if (typeof current === 'string' && (step === 'namespace' || step === 'name')) {
      current = partOfTag(current, step);
    } else return undefined;
  }
  return current;
}

function partOfTag(tag: string, part: 'namespace' | 'name'): string | undefined {
  const dot = tag.indexOf('.');
  if (dot < 0) return undefined;
  return part === 'namespace' ? tag.slice(0, dot) : tag.slice(dot + 1);
}
