import './base.css';
import './style.css';
import type { TargetName } from '../../../../server/src/lsp/protocol.ts';
import type { FromWebview, PreviewState, ToWebview } from '../messages.ts';
import { createDetails } from './details.ts';
import { createDifferenceNote } from './differenceNote.ts';
import { element } from './element.ts';
import { createHeader } from './header.ts';
import { createQueryView } from './queryView.ts';
import { createTableChoice } from './tableChoice.ts';
import { createTabs } from './tabs.ts';
import { createToolbar } from './toolbar.ts';

/** The preview's page: a header, the targets' tabs, and below them the query beside what belongs to the rule. */
const vscode = acquireVsCodeApi();
const post = (message: FromWebview) => vscode.postMessage(message);
let state: PreviewState = readState();

const header = createHeader();
const tabs = createTabs(choose);
const toolbar = createToolbar(state.wordWrap ?? document.body.dataset.wordWrap === 'true', {
  copy: () => post({ type: 'copy' }),
  export: () => post({ type: 'export' }),
  openInPortal: () => post({ type: 'portal' }),
  wrap: (wordWrap) => save({ wordWrap }),
});
const tableChoice = createTableChoice((table) => post({ type: 'table', table }));
const query = createQueryView(post, choose);
const details = createDetails(post, (range) => query.focusRange(range));
const differenceNote = createDifferenceNote(() => details.focusProblems());
const announcements = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
const panel = element(
  'div',
  { class: 'columns', role: 'tabpanel', id: tabs.panelId },
  element('div', { class: 'query-column' }, tableChoice.element, differenceNote.element, query.element),
  details.element,
);
const content = element(
  'main',
  { class: 'content' },
  element(
    'div',
    { class: 'page' },
    header.element,
    element('div', { class: 'bar' }, tabs.element, toolbar.element),
    panel,
  ),
);
const empty = element('p', { class: 'empty' });
content.hidden = true;
empty.hidden = true;
document.body.append(content, empty, announcements);

window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => receive(data));
new MutationObserver(() => post({ type: 'theme', themeId: document.body.dataset.vscodeThemeId })).observe(
  document.body,
  { attributes: true, attributeFilter: ['data-vscode-theme-id'] },
);
post({ type: 'ready', state, themeId: document.body.dataset.vscodeThemeId });

function receive(message: ToWebview): void {
  switch (message.type) {
    case 'preview': {
      const { preview, fileName, isStale } = message;
      save({ uri: preview.uri, target: preview.target });
      header.show(preview, fileName);
      tabs.show(preview);
      toolbar.show(preview.target, preview.query !== undefined && !isStale);
      tableChoice.show(preview, isStale);
      differenceNote.show(preview);
      query.show(preview, isStale);
      details.show(preview);
      if (preview.targets.length === 0) panel.removeAttribute('aria-labelledby');
      else panel.setAttribute('aria-labelledby', tabs.tabId(preview.target));
      setShown(true);
      announceState(isStale ? 'The rule has an error. The query is the one from before.' : tabs.describe(preview));
      return;
    }
    case 'empty':
      empty.textContent = message.text;
      setShown(false);
      announceState(message.text);
      return;
    case 'cursor':
      query.markCursor(message.clauses);
      return;
    case 'validation':
      query.showDiagnostics(message.validation);
      details.showValidation(message.validation);
      return;
    case 'colours':
      query.showColours(message.colours);
      return;
    case 'copied':
      toolbar.showCopied();
      announcements.textContent = 'The query has been copied.';
      return;
  }
}

function choose(target: TargetName): void {
  save({ target });
  post({ type: 'target', target });
}

let announced = '';

/** Says aloud what the preview shows, when that is something else than before; not with every keystroke. */
function announceState(text: string): void {
  if (text === announced) return;
  announced = text;
  announcements.textContent = text;
}

function setShown(shown: boolean): void {
  content.hidden = !shown;
  empty.hidden = shown;
}

function save(change: PreviewState): void {
  state = { ...state, ...change };
  vscode.setState(state);
}

function readState(): PreviewState {
  const saved = vscode.getState();
  return typeof saved === 'object' && saved !== null ? saved : {};
}
