import { type KnownLogsource, type LogsourceKey, logsource, logsources } from '../../catalog/taxonomy.ts';
import type { Range } from '../../range.ts';
import type { Proposal } from './completionItem.ts';
import { escapeSnippet } from './snippet.ts';

type Part = 'category' | 'product' | 'service';

/**
 * Values of one key of a log source that exist together with what its other keys say. Where those leave a choice, a
 * proposal writes the missing key too, so that no combination comes about that nobody has events for.
 */
export function completeLogsourceValue(
  part: Part,
  others: LogsourceKey,
  range: Range,
  indentation: string,
): Proposal[] {
  const seen = new Set<string>();
  return matching({ ...others, [part]: undefined }).flatMap((known): Proposal[] => {
    const value = known[part];
    if (value === undefined) return [];
    const missing = parts.filter(
      (other) => other !== part && others[other] === undefined && known[other] !== undefined,
    );
    const label = [value, ...missing.map((other) => known[other])].join(' · ');
    if (seen.has(label)) return [];
    seen.add(label);
    const lines = [value, ...missing.map((other) => `${indentation}${other}: ${known[other]}`)];
    return [{ label, kind: 'logsource', range, text: lines.join('\n'), filterText: label, ...usage(known) }];
  });
}

/** Whole log sources, for a `logsource` that has nothing in it; each key on a line of its own. */
export function completeLogsource(range: Range, indentation: string, startOnNewLine: boolean): Proposal[] {
  return logsources().map((known): Proposal => {
    const lines = parts.flatMap((part) => (known[part] === undefined ? [] : [`${part}: ${known[part]}`]));
    const separator = `\n${indentation}`;
    const text = `${startOnNewLine ? separator : ''}${lines.join(separator)}`;
    const label = parts.flatMap((part) => known[part] ?? []).join(' · ');
    return { label, kind: 'logsource', range, text, filterText: `${lines.join(' ')} ${label}`, ...usage(known) };
  });
}

/** Keys that a log source can have beside those it has; each opens the list of its values. */
export function completeLogsourceKeys(present: LogsourceKey, range: Range): Proposal[] {
  const possible = matching(present);
  return parts
    .filter((part) => present[part] === undefined && possible.some((known) => known[part] !== undefined))
    .flatMap((part): Proposal[] => {
      const values = [...new Set(possible.flatMap((known) => known[part] ?? []))];
      const [only] = values;
      const snippet = values.length === 1 && only !== undefined ? `${part}: ${escapeSnippet(only)}$0` : `${part}: $0`;
      return [{ label: part, kind: 'key', range, text: `${part}: `, snippet, chain: true, detail: preview(values) }];
    });
}

const parts: readonly Part[] = ['category', 'product', 'service'];

function matching(key: LogsourceKey): readonly KnownLogsource[] {
  const found = logsources().filter((known) =>
    parts.every((part) => key[part] === undefined || known[part] === key[part]),
  );
  return found.length > 0 ? found : logsources();
}

function usage(key: LogsourceKey): { description?: string } {
  const rules = logsource(key)?.rules ?? 0;
  return rules > 0 ? { description: `${rules.toLocaleString('en')} ${rules === 1 ? 'rule' : 'rules'}` } : {};
}

const shownValues = 6;

function preview(values: readonly string[]): string {
  return values.slice(0, shownValues).join(', ') + (values.length > shownValues ? ', …' : '');
}
