import type { PreviewResult } from '../../../../server/src/lsp/protocol.ts';
import { element, keyedBy } from './element.ts';

export interface TableChoice {
  readonly element: HTMLElement;
  show(preview: PreviewResult, isStale: boolean): void;
}

/** Where several tables can answer: which one the query reads, and a way to choose another for this view. */
export function createTableChoice(choose: (table: string) => void): TableChoice {
  const line = element('p', { class: 'table-choice' });
  const fill = keyedBy(line, ({ choices, chosen }: { choices: PreviewResult['choices']; chosen: string }) => {
    if (choices.length < 2) return [];
    const select = element(
      'select',
      { class: 'select', id: 'table', title: 'Read another table, in this view only' },
      ...choices.map(({ table, state }) => {
        const option = element('option', { value: table }, state === 'exact' ? table : `${table} (approximate)`);
        option.selected = table === chosen;
        return option;
      }),
    );
    select.addEventListener('change', () => choose(select.value));
    return [element('label', { for: 'table' }, 'Reads'), select];
  });
  return {
    element: line,
    show: ({ choices, tables }, isStale) => {
      const hadFocus = line.contains(document.activeElement);
      fill({ choices, chosen: tables.map(({ name }) => name).join() });
      line.hidden = choices.length < 2;
      const select = line.querySelector('select');
      if (select !== null) select.disabled = isStale;
      if (hadFocus) select?.focus();
    },
  };
}
