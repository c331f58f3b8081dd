import type { QueryCell, RunQueryResult } from '../../../../server/src/lsp/protocol.ts';
import { element } from '../../preview/webview/element.ts';
import { isMissing } from './arrange.ts';
import { prettyText } from './cells.ts';

/** All values of a row, whole, as a row of its own below it. */
export function rowDetails(
  columns: RunQueryResult['columns'],
  row: readonly QueryCell[],
  width: number,
): HTMLTableRowElement {
  const values = columns.flatMap(({ name, type }, index) => {
    const cell = row[index] ?? null;
    if (isMissing(cell)) return [];
    return [element('dt', { title: `${name}: ${type}` }, name), element('dd', {}, prettyText(cell, type))];
  });
  return element(
    'tr',
    { class: 'row-details' },
    element('td', { colspan: String(width) }, element('dl', {}, ...values)),
  );
}
