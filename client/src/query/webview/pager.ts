import { element } from '../../preview/webview/element.ts';

export interface Pager {
  readonly element: HTMLElement;
  /** How many rows there are; the page stays while there is one. */
  show(count: number): void;
  toStart(): void;
  /** The positions of the page's rows, half open. */
  range(): { readonly first: number; readonly end: number };
}

/** Buttons that go through pages; not shown while one page is enough. */
export function createPager(size: number, turned: () => void): Pager {
  let page = 0;
  let count = 0;
  const back = element('button', { type: 'button', class: 'tool' }, 'Previous');
  const on = element('button', { type: 'button', class: 'tool' }, 'Next');
  const place = element('span', { role: 'status' });
  const bar = element('nav', { class: 'pager', 'aria-label': 'Pages' }, back, place, on);

  function range() {
    return { first: page * size, end: Math.min(count, (page + 1) * size) };
  }

  function update(): void {
    const last = Math.max(0, Math.ceil(count / size) - 1);
    page = Math.min(page, last);
    const { first, end } = range();
    bar.hidden = last === 0;
    back.disabled = page === 0;
    on.disabled = page === last;
    place.textContent = `${first + 1}–${end} of ${count.toLocaleString('en')}`;
  }

  function turn(by: number): void {
    page += by;
    update();
    turned();
  }

  back.addEventListener('click', () => turn(-1));
  on.addEventListener('click', () => turn(1));
  return {
    element: bar,
    show: (rows) => {
      count = rows;
      update();
    },
    toStart: () => {
      page = 0;
    },
    range,
  };
}
