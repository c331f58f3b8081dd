import type { TargetName } from '../../../../server/src/lsp/protocol.ts';
import { element } from './element.ts';
import { type IconName, icon } from './icons.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  /** Without a query that the rule has now there is nothing to copy, export or open. */
  show(target: TargetName, hasQuery: boolean): void;
  showCopied(): void;
}

export interface ToolbarActions {
  readonly copy: () => void;
  readonly export: () => void;
  readonly openInPortal: () => void;
  readonly wrap: (wordWrap: boolean) => void;
}

const copiedForMilliseconds = 2000;

/** The buttons for the query: wrap its lines, open it in its portal, export it, copy it. */
export function createToolbar(wordWrap: boolean, actions: ToolbarActions): Toolbar {
  const wrap = tool('wrap', 'Wrap', 'Wrap long lines');
  const portal = tool('portal', 'Portal', '');
  const exporting = tool('export', 'Export…', 'Export the query or a rule for Sentinel or Defender');
  const copy = tool('copy', 'Copy', 'Copy the query');
  copy.button.classList.add('primary');
  copy.label.classList.add('tool-label-lasting');
  let timer: ReturnType<typeof setTimeout> | undefined;

  function setWrap(on: boolean): void {
    document.body.classList.toggle('wrapped', on);
    wrap.button.setAttribute('aria-pressed', String(on));
  }

  setWrap(wordWrap);
  wrap.button.addEventListener('click', () => {
    const on = !document.body.classList.contains('wrapped');
    setWrap(on);
    actions.wrap(on);
  });
  portal.button.addEventListener('click', actions.openInPortal);
  exporting.button.addEventListener('click', actions.export);
  copy.button.addEventListener('click', actions.copy);
  return {
    element: element(
      'div',
      { class: 'tools', role: 'toolbar', 'aria-label': 'Query' },
      wrap.button,
      portal.button,
      exporting.button,
      copy.button,
    ),
    show: (target, hasQuery) => {
      for (const { button } of [portal, exporting, copy]) button.disabled = !hasQuery;
      const where = target === 'xdr' ? 'Defender portal' : 'Azure portal';
      portal.button.title = `Open the query in the ${where}`;
      portal.button.setAttribute('aria-label', portal.button.title);
    },
    showCopied: () => {
      copy.label.textContent = 'Copied';
      clearTimeout(timer);
      timer = setTimeout(() => {
        copy.label.textContent = 'Copy';
      }, copiedForMilliseconds);
    },
  };
}

function tool(
  picture: IconName,
  text: string,
  title: string,
): { readonly button: HTMLButtonElement; readonly label: HTMLElement } {
  const label = element('span', { class: 'tool-label' }, text);
  return { label, button: element('button', { type: 'button', class: 'tool', title }, icon(picture), label) };
}
