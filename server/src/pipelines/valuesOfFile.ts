import { parseYaml } from '../yaml/parse.ts';
import { toPlain } from '../yaml/plain.ts';
import { csvRows } from './csv.ts';
import { follow } from './jqPath.ts';
import type { ValueFile } from './pipeline.ts';
import { pythonText } from './pythonText.ts';
import { finds } from './regularExpression.ts';

/**
 * The values that a file gives to placeholders, as in pySigma (`FilePlaceholderTransformation`), or why it gives none as
 * the end of a sentence. Each is a Sigma string, with wildcards and escapes.
 */
export function valuesOfFile(file: ValueFile, text: string): readonly string[] | { readonly fault: string } {
  const found = valuesIn(file, text);
  if ('fault' in found) return found;
  const { filter } = file;
  const values = filter === undefined ? found : found.filter((value) => finds(filter, value));
  if (values.length > mostValues) return { fault: `has ${values.length} values, which is too many` };
  return values.length === 0 ? { fault: 'has no values' } : values;
}

const mostValues = 20_000;

function valuesIn({ content }: ValueFile, text: string): readonly string[] | { readonly fault: string } {
  switch (content.kind) {
    case 'plaintext':
      return text
        .split(/[\r\n\v\f\x85\u2028\u2029]/)
        .map((line) => line.trim())
        .filter((line) => line !== '');
    case 'csv':
      return cellsOf(text, content.column, content.hasHeader);
    case 'json':
    case 'yaml': {
      const value = content.kind === 'json' ? jsonIn(text) : yamlIn(text);
      if (value === undefined) return { fault: `is no ${content.kind.toUpperCase()}` };
      return scalarsOf(follow(content.path, value.value));
    }
  }
}

function cellsOf(
  text: string,
  column: string | number,
  hasHeader: boolean,
): readonly string[] | { readonly fault: string } {
  const rows = csvRows(text);
  const [header = [], ...others] = rows;
  const index = typeof column === 'number' ? column : header.indexOf(column);
  if (index < 0) return { fault: `has no column \`${column}\`` };
  return (hasHeader ? others : rows).flatMap((row) => row[index] ?? []);
}

function jsonIn(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function yamlIn(text: string): { readonly value: unknown } | undefined {
  const { documents, problems } = parseYaml(text);
  return problems.some(({ severity }) => severity === 'error') ? undefined : { value: toPlain(documents[0]?.root) };
}

/** Null is no value, and what holds others is refused, as in pySigma. */
function scalarsOf(found: readonly unknown[] | undefined): readonly string[] | { readonly fault: string } {
  if (found === undefined) return { fault: 'has nothing where `jq_expression` looks' };
  const values = found.filter((value) => value !== null && value !== undefined);
  if (values.some((value) => typeof value === 'object'))
    return { fault: 'has lists or mappings where `jq_expression` ends: write `[]` behind it for what is in them' };
  return values.map(pythonText);
}
