import type { YamlMapping } from '../yaml/tree.ts';
import { readJqPath } from './jqPath.ts';
import type { ValueFile } from './pipeline.ts';
import { patternAt, type Reading, report, scalarOf, textAt, visibleRange } from './reading.ts';

/** Which file `file_placeholders` reads, and what in it; undefined where that is not said, which the schema or `reading` reports. */
export function readValueFile(mapping: YamlMapping, reading: Reading): ValueFile | undefined {
  const scalar = scalarOf(mapping, 'path');
  const content = readContent(mapping, reading);
  const filter = patternAt(mapping, 'filter', reading);
  if (typeof scalar?.value !== 'string' || content === undefined) return undefined;
  const path = { value: scalar.value, range: visibleRange(scalar) };
  if (path.value !== '') return { path, content, ...(filter !== undefined && { filter }) };
  wrong(reading, path.range, '`path` has to name a file.');
  return undefined;
}

function readContent(mapping: YamlMapping, reading: Reading): ValueFile['content'] | undefined {
  const place = (key: string) => {
    const scalar = scalarOf(mapping, key) ?? scalarOf(mapping, 'format') ?? scalarOf(mapping, 'type');
    return scalar === undefined ? mapping.range : visibleRange(scalar);
  };
  const kind = textAt(mapping, 'format') ?? 'plaintext';
  switch (kind) {
    case 'csv': {
      const column = scalarOf(mapping, 'csv_column')?.value;
      const hasHeader = scalarOf(mapping, 'csv_has_header')?.value !== false;
      if (typeof column === 'string' && !hasHeader)
        wrong(
          reading,
          place('csv_column'),
          'Without a header, `csv_column` has to be a number: 0 for the first column.',
        );
      else if (typeof column === 'string' || (typeof column === 'number' && column >= 0))
        return { kind, column, hasHeader };
      else
        wrong(
          reading,
          place('csv_column'),
          'The format `csv` needs `csv_column`: the name of a column, or its number from 0.',
        );
      return undefined;
    }
    case 'json':
    case 'yaml': {
      const text = textAt(mapping, 'jq_expression');
      const path = text === undefined ? undefined : readJqPath(text);
      if (path !== undefined) return { kind, path };
      const message =
        text === undefined
          ? `The format \`${kind}\` needs \`jq_expression\`: the path to the values, such as \`.items[].name\`.`
          : 'Only a path is supported here, such as `.items[].name`.';
      wrong(reading, place('jq_expression'), message);
      return undefined;
    }
    default:
      return { kind: 'plaintext' };
  }
}

function wrong(reading: Reading, range: YamlMapping['range'], message: string): void {
  report(reading, { code: 'pipeline-invalid-value', message, range });
}
