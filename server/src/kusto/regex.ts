import { RE2JS } from 're2js';

/**
 * The regular expression in RE2's dialect, which is Kusto's. The last few hundred are kept. Throws what RE2 says of a
 * pattern that it cannot read.
 */
export function regexOf(pattern: string): RE2JS {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const compiled = RE2JS.compile(pattern);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(pattern, compiled);
  return compiled;
}

const cacheSize = 500;
const cache = new Map<string, RE2JS>();
