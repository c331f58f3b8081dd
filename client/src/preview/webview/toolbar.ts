import { element } from './element.ts';
import { icon } from './icons.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  show(hasQuery: boolean): void;
  showCopied(): void;
}

const copiedForMilliseconds = 2000;

/** The buttons for the query: wrap its lines, copy it. */
export function createToolbar(
  wordWrap: boolean,
  actions: { readonly copy: () => void; readonly wrap: (wordWrap: boolean) => void },
): Toolbar {
  const wrap = element(
    'button',
    { type: 'button', class: 'tool', title: 'Wrap long lines' },
    icon('wrap'),
    element('span', { class: 'tool-label' }, 'Wrap'),
  );
  const label = element('span', { class: 'tool-label tool-label-lasting' }, 'Copy');
  const copy = element(
    'button',
    { type: 'button', class: 'tool primary', title: 'Copy the query' },
    icon('copy'),
    label,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  function setWrap(on: boolean): void {
    document.body.classList.toggle('wrapped', on);
    wrap.setAttribute('aria-pressed', String(on));
  }

  setWrap(wordWrap);
  wrap.addEventListener('click', () => {
    const on = !document.body.classList.contains('wrapped');
    setWrap(on);
    actions.wrap(on);
  });
  copy.addEventListener('click', actions.copy);
  return {
    element: element('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Query' }, wrap, copy),
    show: (hasQuery) => {
      copy.disabled = !hasQuery;
    },
    showCopied: () => {
      label.textContent = 'Copied';
      clearTimeout(timer);
      timer = setTimeout(() => {
        label.textContent = 'Copy';
      }, copiedForMilliseconds);
    },
  };
}
