import { RE2JS } from 're2js';
import type { TextPredicate } from './wildcard.ts';

export interface RegexFlags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

export type CompiledRegex = { readonly test: TextPredicate } | { readonly message: string };

/**
 * A regular expression that is searched anywhere in a text, in time linear in its length: RE2's language, which knows
 * neither look-around nor back-references. The last few hundred are kept, so that running a rule again while it is being
 * typed compiles nothing twice.
 */
export function compileRegex(source: string, flags: RegexFlags): CompiledRegex {
  const key = `${flags.i ? 'i' : ''}${flags.m ? 'm' : ''}${flags.s ? 's' : ''}/${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const compiled = compile(source, flags);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

const cacheSize = 500;
const cache = new Map<string, CompiledRegex>();

function compile(source: string, flags: RegexFlags): CompiledRegex {
  try {
    const bits =
      (flags.i ? RE2JS.CASE_INSENSITIVE : 0) | (flags.m ? RE2JS.MULTILINE : 0) | (flags.s ? RE2JS.DOTALL : 0);
    const regex = RE2JS.compile(source, bits);
    return { test: (text) => regex.test(text) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}
