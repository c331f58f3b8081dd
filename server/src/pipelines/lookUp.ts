/** One step of `rule.logsource.category` or `pipeline.state['key']`. */
export type PathStep = string | number;

/**
 * What stands at the end of a path through plain values; undefined when there is nothing. Only what a mapping or a list
 * itself holds is found, never what JavaScript adds to it.
 */
export function lookUp(value: unknown, path: readonly PathStep[]): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === 'number') {
      current = current[step < 0 ? current.length + step : step];
    } else if (typeof current === 'object' && current !== null && !Array.isArray(current)) {
      current = Object.hasOwn(current, step) ? (current as Record<PathStep, unknown>)[step] : undefined;
    } else return undefined;
  }
  return current;
}
