import { deepest, longestText } from '../language/limits.ts';
import type { KqlDiagnostic } from './diagnostic.ts';
import { type Diagnostic, type GlobalState, type KustoCode, kusto } from './kusto.ts';
import { firstTooDeep } from './nesting.ts';
import { unreadablePart } from './unreadablePart.ts';

/** What Microsoft's service makes of a text, or the one thing that keeps it from being asked or from answering. */
export type Parsed =
  | { readonly kind: 'bound'; readonly code: KustoCode; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'refused'; readonly problem: Refusal };

/**
 * - `kql-too-large`: too long, or nested too deeply, to be given to the service
 * - `kql-unreadable`: the service itself throws; the place is the smallest part over which it does
 */
export type Refusal = KqlDiagnostic & { readonly code: 'kql-too-large' | 'kql-unreadable' };

/** Parses and binds any text. Never throws: everybody who has text of a user asks here, and not the service. */
export function parseKql(text: string, globals: GlobalState): Parsed {
  const problem = beyondBounds(text);
  if (problem !== undefined) return { kind: 'refused', problem };
  try {
    const code = kusto.KustoCode.ParseAndAnalyze(text, globals);
    const found = code.GetDiagnostics();
    return {
      kind: 'bound',
      code,
      diagnostics: Array.from({ length: found.Count }, (_, index) => found.getItem(index)),
    };
  } catch (error) {
    return { kind: 'refused', problem: broken(error, text, globals) };
  }
}

function beyondBounds(text: string): Refusal | undefined {
  if (text.length > longestText) {
    const message = `The query has ${text.length.toLocaleString('en')} characters, more than Kusto takes (${longestText.toLocaleString('en')}).`;
    return tooLarge(message, 0, text.length);
  }
  const place = firstTooDeep(text, deepest);
  return place === undefined ? undefined : tooLarge(tooDeep, place.start, place.end - place.start);
}

function broken(error: unknown, text: string, globals: GlobalState): Refusal {
  // The stack has overflown: looking for the place would do it again.
  if (error instanceof RangeError) return tooLarge('The query is nested too deeply to be analysed.', 0, text.length);
  const { start, end } = unreadablePart(text, globals);
  const message = 'Microsoft’s language service breaks down over this part of the query, so nothing in it is checked.';
  return { code: 'kql-unreadable', severity: 'warning', message, start, length: end - start };
}

function tooLarge(message: string, start: number, length: number): Refusal {
  return { code: 'kql-too-large', severity: 'warning', message, start, length };
}

const tooDeep = `The brackets of this query are nested more than ${deepest} deep here, deeper than Sigmasmith analyses.`;
