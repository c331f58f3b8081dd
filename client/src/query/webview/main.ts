import '../../preview/webview/base.css';
import './style.css';
import type { RunQueryResult } from '../../../../server/src/lsp/protocol.ts';
import { element } from '../../preview/webview/element.ts';
import type { FromWebview, QueryPanelState, ToWebview } from '../messages.ts';
import { createAbout } from './about.ts';
import { csvText, jsonText } from './copyText.ts';
import { createResultTable } from './resultTable.ts';

/** The page with a query's result: what can be done with it, where its rows come from, and the table. */
const vscode = acquireVsCodeApi();
const post = (message: FromWebview) => vscode.postMessage(message);
let state: QueryPanelState = readState();
let result: RunQueryResult | undefined;
let runningTimer: ReturnType<typeof setTimeout> | undefined;

const count = element('span', { class: 'count', role: 'status' });
const filter = element('input', {
  type: 'search',
  class: 'filter',
  placeholder: 'Filter rows',
  'aria-label': 'Filter rows',
  title: 'Words that occur in a row; Column:word for one column',
});
const empties = element('button', { type: 'button', class: 'tool', 'aria-pressed': 'false' });
const copyCsv = element(
  'button',
  { type: 'button', class: 'tool', title: 'Copy the rows as comma-separated values' },
  'Copy CSV',
);
const copyJson = element('button', { type: 'button', class: 'tool', title: 'Copy the rows as JSON' }, 'Copy JSON');
const cancel = element('button', { type: 'button', class: 'tool' }, 'Stop');
const progress = element('span', { role: 'status' });
const running = element('div', { class: 'running' }, progress, cancel);
const announcement = element('span', { class: 'announcement', role: 'status' });
const table = createResultTable(describe);
const about = createAbout(post);
const tools = element('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Result' }, empties, copyCsv, copyJson);
const bar = element('div', { class: 'bar' }, count, filter, announcement, tools);
const content = element('main', { class: 'content' }, bar, about.element, table.element);
const empty = element('p', { class: 'empty' });
content.hidden = true;
empty.hidden = true;
running.hidden = true;
document.body.append(running, content, empty);

filter.addEventListener('input', () => table.filter(filter.value));
empties.addEventListener('click', () => setShowsEmpty(!state.showsEmpty));
copyCsv.addEventListener('click', () => copy(csvText));
copyJson.addEventListener('click', () => copy(jsonText));
cancel.addEventListener('click', () => post({ type: 'cancel' }));
window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => receive(data));
table.showEmpty(state.showsEmpty === true);
post({ type: 'ready', state });

function receive(message: ToWebview): void {
  switch (message.type) {
    case 'running':
      progress.textContent = message.text;
      runningTimer ??= setTimeout(() => {
        running.hidden = false;
      }, quietFor);
      return;
    case 'result':
      showEnd();
      save({ uri: message.result.uri });
      about.show(message.result, message.fileName);
      if (message.result.problems.some(({ severity }) => severity === 'error')) showStale(message.result.uri);
      else showRows(message.result);
      content.hidden = false;
      empty.hidden = true;
      return;
    case 'empty':
      showEnd();
      empty.textContent = message.text;
      content.hidden = true;
      empty.hidden = false;
      return;
    case 'copied':
      announcement.textContent = message.text;
      setTimeout(() => {
        announcement.textContent = '';
      }, copiedFor);
      return;
  }
}

/** Runs that end sooner are not announced, so that nothing flickers while somebody types. In milliseconds. */
const quietFor = 250;
const copiedFor = 2500;

function showEnd(): void {
  clearTimeout(runningTimer);
  runningTimer = undefined;
  running.hidden = true;
}

function showRows(next: RunQueryResult): void {
  result = next;
  table.show(next);
  table.element.classList.remove('stale');
  table.element.hidden = next.columns.length === 0;
  bar.hidden = false;
}

/** With an error there are no rows: those of before stay, dimmed, since a query has an error more often than not while somebody types. */
function showStale(uri: string): void {
  table.element.classList.add('stale');
  table.element.hidden = result === undefined || result.uri !== uri || result.columns.length === 0;
  bar.hidden = true;
}

/** Says how many rows there are and how many of them are shown. */
function describe(): void {
  if (result === undefined) return;
  const fitting = table.arranged().length;
  const number = (rows: number) => rows.toLocaleString('en');
  const all = `${number(result.total)} ${result.total === 1 ? 'row' : 'rows'}`;
  const isCut = result.rows.length < result.total;
  const isFiltered = fitting < result.rows.length;
  count.textContent = isFiltered
    ? `${number(fitting)} of ${isCut ? `the first ${number(result.rows.length)} of ` : ''}${all}`
    : isCut
      ? `First ${number(result.rows.length)} of ${all}`
      : all;
  const hidden = table.emptyColumns();
  empties.hidden = hidden === 0;
  empties.textContent = `${hidden} empty ${hidden === 1 ? 'column' : 'columns'}`;
  empties.title = 'Show columns without a value';
  empties.setAttribute('aria-pressed', String(state.showsEmpty === true));
  for (const button of [copyCsv, copyJson]) button.disabled = fitting === 0;
}

function setShowsEmpty(on: boolean): void {
  save({ showsEmpty: on });
  table.showEmpty(on);
  describe();
}

function copy(write: typeof csvText): void {
  const rows = table.arranged();
  if (result !== undefined) post({ type: 'copy', text: write(result.columns, rows), rows: rows.length });
}

function save(change: QueryPanelState): void {
  state = { ...state, ...change };
  vscode.setState(state);
}

function readState(): QueryPanelState {
  const saved = vscode.getState();
  return typeof saved === 'object' && saved !== null ? saved : {};
}
