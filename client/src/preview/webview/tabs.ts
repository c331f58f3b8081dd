import type { PreviewResult, TargetName } from '../../../../server/src/lsp/protocol.ts';
import { element, keyedBy } from './element.ts';
import { icon } from './icons.ts';

export interface Tabs {
  readonly element: HTMLElement;
  /** Id for the element that the tabs switch. */
  readonly panelId: string;
  tabId(target: TargetName): string;
  show(preview: PreviewResult): void;
  /** The shown target and how well the rule translates to it, as a sentence; a filter has no targets. */
  describe(preview: PreviewResult): string;
}

type TargetState = PreviewResult['targets'][number]['state'];

/** One tab a target, after the pattern for tabs of the ARIA practices: arrow keys move, the tab moved to is chosen. */
export function createTabs(choose: (target: TargetName) => void): Tabs {
  const list = element('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Target' });
  const panelId = 'query-panel';
  let shown: PreviewResult | undefined;

  const fill = keyedBy(list, ({ targets, selected }: { targets: PreviewResult['targets']; selected: TargetName }) =>
    targets.map((each) => tab(each, each.target === selected)),
  );

  function tab({ target, title, state }: PreviewResult['targets'][number], selected: boolean): HTMLElement {
    const button = element(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: tabId(target),
        class: `tab state-${state}`,
        title: stateSentences[state],
        'aria-selected': String(selected),
        'aria-controls': panelId,
        tabindex: selected ? '0' : '-1',
      },
      icon(state),
      element('span', { class: 'tab-title' }, title),
      element('span', { class: 'tab-state' }, stateWords[state]),
    );
    button.addEventListener('click', () => choose(target));
    return button;
  }

  list.addEventListener('keydown', (event) => {
    const targets = shown?.targets ?? [];
    const index = targets.findIndex(({ target }) => target === shown?.target);
    const moves: Record<string, number> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: targets.length - 1,
    };
    const move = moves[event.key];
    const next = move === undefined ? undefined : targets.at(move % targets.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(next.target);
  });

  return {
    element: list,
    panelId,
    tabId,
    show: (preview) => {
      const hadFocus = list.contains(document.activeElement);
      shown = preview;
      fill({ targets: preview.targets, selected: preview.target });
      if (hadFocus) document.getElementById(tabId(preview.target))?.focus();
    },
    describe: ({ targets, target }) => {
      const found = targets.find((each) => each.target === target);
      return found === undefined
        ? 'A filter has no query of its own.'
        : `${found.title}: ${stateSentences[found.state]}`;
    },
  };
}

function tabId(target: TargetName): string {
  return `tab-${target}`;
}

const stateWords: Record<TargetState, string> = {
  exact: 'exact',
  approximate: 'approximate',
  impossible: 'no query',
};

const stateSentences: Record<TargetState, string> = {
  exact: 'The query means exactly what the rule means.',
  approximate: 'The query differs from the rule in places that are listed.',
  impossible: 'Something in the rule has no equivalent here.',
};
