import type { RunQueryResult } from '../../../../server/src/lsp/protocol.ts';
import { element } from '../../preview/webview/element.ts';
import { arrange, isMissing, type Order } from './arrange.ts';
import { cellText } from './cells.ts';
import { moveWithArrows } from './moveWithArrows.ts';
import { createPager } from './pager.ts';
import { rowDetails } from './rowDetails.ts';

export interface ResultTable {
  readonly element: HTMLElement;
  /** Keeps the order, the filter and the opened rows where the result still has them. */
  show(result: Result): void;
  filter(text: string): void;
  showEmpty(on: boolean): void;
  /** The rows that fit the filter, in their order. */
  arranged(): RunQueryResult['rows'];
  /** How many columns have no value in any row. */
  emptyColumns(): number;
}

type Result = Pick<RunQueryResult, 'columns' | 'rows'>;

const rowsOfPage = 100;
/** A longer value is cut in its cell, and whole among the values of its row. */
const longestCell = 250;

/** A page of rows at a time. `arrangedAnew` is called when other rows are in it, or in another order. */
export function createResultTable(arrangedAnew: () => void): ResultTable {
  const head = element('thead');
  const body = element('tbody');
  const table = element('table', { class: 'result', 'aria-label': 'Rows' }, head, body);
  const pager = createPager(rowsOfPage, () => fillBody());
  const scroller = element('div', { class: 'scroller', role: 'region', 'aria-label': 'Result', tabindex: '0' }, table);
  let result: Result = { columns: [], rows: [] };
  let shownColumns: number[] = [];
  let order: Order | undefined;
  let filter = '';
  let withEmpty = false;
  let positions: number[] = [];
  const opened = new Set<number>();
  const headFilled = moveWithArrows(head, 'button.sort', { ArrowRight: 1, ArrowLeft: -1 });
  const bodyFilled = moveWithArrows(body, 'button.open-row', { ArrowDown: 1, ArrowUp: -1 });

  function arrangeAnew(): void {
    positions = arrange(result, filter, order);
    pager.show(positions.length);
    fillBody();
    arrangedAnew();
  }

  function fillHead(): void {
    const all = result.columns.map((_, index) => index);
    shownColumns = withEmpty ? all : all.filter((column) => result.rows.length === 0 || hasValue(column));
    const focused = head.querySelector<HTMLElement>(':focus')?.dataset.column;
    head.replaceChildren(
      element(
        'tr',
        {},
        element('th', { scope: 'col', class: 'row-number' }, element('span', { class: 'visually-hidden' }, 'Row')),
        ...shownColumns.map(columnHeader),
      ),
    );
    if (focused !== undefined) head.querySelector<HTMLElement>(`[data-column="${focused}"]`)?.focus();
    headFilled();
  }

  function columnHeader(column: number): HTMLElement {
    const { name = '', type = '' } = result.columns[column] ?? {};
    const direction = order?.column !== column ? 'none' : order.isDescending ? 'descending' : 'ascending';
    const arrow = { none: '', ascending: '▲', descending: '▼' }[direction];
    const button = element(
      'button',
      { type: 'button', class: 'sort', title: `${name}: ${type}`, 'data-column': String(column) },
      element('span', { class: 'column-name' }, name),
      element('span', { class: 'sort-arrow', 'aria-hidden': 'true' }, arrow),
    );
    button.addEventListener('click', () => {
      order = nextOrder(column);
      pager.toStart();
      fillHead();
      arrangeAnew();
    });
    const isNumber = numbers.has(type);
    return element('th', { scope: 'col', 'aria-sort': direction, ...(isNumber && { class: 'number' }) }, button);
  }

  /** Upwards, then downwards, then as the query has it. */
  function nextOrder(column: number): Order | undefined {
    if (order?.column !== column) return { column, isDescending: false };
    return order.isDescending ? undefined : { column, isDescending: true };
  }

  function fillBody(): void {
    const { first, end } = pager.range();
    body.replaceChildren(...positions.slice(first, end).flatMap(rowElements));
    bodyFilled();
  }

  function rowElements(position: number): HTMLElement[] {
    const row = result.rows[position] ?? [];
    const isOpen = opened.has(position);
    const number = String(position + 1);
    const button = element(
      'button',
      { type: 'button', class: 'open-row', 'aria-expanded': String(isOpen), title: 'Show all values of this row' },
      number,
    );
    const line = element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'row-number' }, button),
      ...shownColumns.map((column) => {
        const { type = '' } = result.columns[column] ?? {};
        const text = cellText(row[column], type);
        const short = text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
        return element('td', { class: numbers.has(type) ? 'number' : type === 'dynamic' ? 'dynamic' : 'plain' }, short);
      }),
    );
    const toggle = () => {
      if (!opened.delete(position)) opened.add(position);
      button.setAttribute('aria-expanded', String(opened.has(position)));
      if (opened.has(position)) line.after(rowDetails(result.columns, row, shownColumns.length + 1));
      else line.nextElementSibling?.remove();
    };
    button.addEventListener('click', toggle);
    line.addEventListener('dblclick', toggle);
    return isOpen ? [line, rowDetails(result.columns, row, shownColumns.length + 1)] : [line];
  }

  function hasValue(column: number): boolean {
    return result.rows.some((row) => !isMissing(row[column]));
  }

  return {
    element: element('div', { class: 'table-part' }, scroller, pager.element),
    show: (next) => {
      const sorted = order && result.columns[order.column]?.name;
      const column = next.columns.findIndex(({ name }) => name === sorted);
      const isSame = JSON.stringify(next) === JSON.stringify(result);
      if (isSame && body.childElementCount > 0) return arrangedAnew();
      order = order && column >= 0 ? { ...order, column } : undefined;
      result = { columns: next.columns, rows: next.rows };
      opened.clear();
      fillHead();
      arrangeAnew();
    },
    filter: (text) => {
      filter = text;
      pager.toStart();
      arrangeAnew();
    },
    showEmpty: (on) => {
      withEmpty = on;
      fillHead();
      fillBody();
    },
    arranged: () => positions.flatMap((position) => [result.rows[position] ?? []]),
    emptyColumns: () => (result.rows.length === 0 ? 0 : result.columns.filter((_, column) => !hasValue(column)).length),
  };
}

const numbers: ReadonlySet<string> = new Set(['int', 'long', 'real', 'decimal']);
