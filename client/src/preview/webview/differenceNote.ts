import type { PreviewResult } from '../../../../server/src/lsp/protocol.ts';
import { element, keyedBy } from './element.ts';
import { icon } from './icons.ts';

export interface DifferenceNote {
  readonly element: HTMLElement;
  show(preview: PreviewResult): void;
}

/** Above a query that is only near to the rule: in how many places, and a way to the list, which a long query hides. */
export function createDifferenceNote(openList: () => void): DifferenceNote {
  const line = element('p', { class: 'difference-note' });
  const fill = keyedBy(line, (differences: number) => {
    const button = element(
      'button',
      { type: 'button', class: 'difference-button' },
      icon('approximate'),
      `Differs from the rule in ${differences === 1 ? 'one place' : `${differences} places`}`,
    );
    button.addEventListener('click', openList);
    return [button];
  });
  return {
    element: line,
    show: ({ problems, query }) => {
      const differences = problems.filter(({ code }) => code === 'approximate-mapping').length;
      line.hidden = query === undefined || differences === 0;
      if (!line.hidden) fill(differences);
    },
  };
}
