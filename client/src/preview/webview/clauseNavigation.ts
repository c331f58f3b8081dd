import type { PreviewResult } from '../../../../server/src/lsp/protocol.ts';
import type { FromWebview, QueryRange } from '../messages.ts';

/** Mouse and keyboard on the clauses of the query, and the marks that they and the rule's cursor make. */
export interface ClauseNavigation {
  /** The clause that has the focus, to be given back to `refresh` after the elements have changed. */
  focusedClause(): number | undefined;
  /** Puts the marks, the focus and the one tab stop where they belong among the present elements. */
  refresh(focused: number | undefined): void;
  mark(clauses: readonly QueryRange[]): void;
  focusAt(position: number): void;
}

/** `code` holds the clauses as elements with the data `clause`, `start` and `end`; `sourceMap` gives the present map. */
export function clauseNavigation(
  code: HTMLElement,
  sourceMap: () => PreviewResult['sourceMap'],
  post: (message: FromWebview) => void,
): ClauseNavigation {
  let marked: readonly QueryRange[] = [];
  let pointed: number | undefined;

  /** The first element of each clause: where the keyboard stops. */
  function stops(): HTMLElement[] {
    const seen = new Set<string | undefined>();
    return [...code.querySelectorAll<HTMLElement>('.clause')].filter(({ dataset: { clause } }) => {
      const isFirst = !seen.has(clause);
      seen.add(clause);
      return isFirst;
    });
  }

  function setClass(name: string, ranges: readonly QueryRange[]): void {
    for (const piece of code.querySelectorAll<HTMLElement>('.clause')) {
      const start = Number(piece.dataset.start);
      const end = Number(piece.dataset.end);
      piece.classList.toggle(
        name,
        ranges.some((range) => range.start <= start && end <= range.end),
      );
    }
  }

  function point(clause: number | undefined): void {
    if (clause === pointed) return;
    pointed = clause;
    const entry = clause === undefined ? undefined : sourceMap()[clause];
    setClass('pointed', entry === undefined ? [] : [entry]);
    post({ type: 'highlight', source: entry?.source, reveal: true });
  }

  function goTo(piece: HTMLElement): void {
    const entry = sourceMap()[Number(piece.dataset.clause)];
    if (entry !== undefined) post({ type: 'goTo', source: entry.source });
  }

  function focus(piece: HTMLElement | undefined): void {
    if (piece === undefined) return;
    setTabStop(piece);
    piece.focus();
  }

  function setTabStop(stop: HTMLElement | undefined): void {
    for (const piece of code.querySelectorAll<HTMLElement>('.clause')) piece.tabIndex = piece === stop ? 0 : -1;
  }

  function pieceOf(target: EventTarget | null): HTMLElement | undefined {
    return (target instanceof Element ? target.closest<HTMLElement>('.clause') : undefined) ?? undefined;
  }

  code.addEventListener('mouseover', ({ target }) => point(clauseOf(pieceOf(target))));
  code.addEventListener('mouseleave', () => point(clauseOf(pieceOf(document.activeElement))));
  code.addEventListener('focusin', ({ target }) => point(clauseOf(pieceOf(target))));
  code.addEventListener('focusout', () => point(undefined));
  code.addEventListener('click', ({ target }) => {
    const piece = pieceOf(target);
    if (piece !== undefined && document.getSelection()?.isCollapsed !== false) goTo(piece);
  });
  code.addEventListener('keydown', (event) => {
    const piece = pieceOf(event.target);
    if (piece === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const pieces = stops();
    const index = pieces.findIndex((each) => each.dataset.clause === piece.dataset.clause);
    const moves: Record<string, () => void> = {
      ArrowRight: () => focus(pieces[index + 1]),
      ArrowDown: () => focus(pieces[index + 1]),
      ArrowLeft: () => focus(pieces[index - 1]),
      ArrowUp: () => focus(pieces[index - 1]),
      Home: () => focus(pieces[0]),
      End: () => focus(pieces.at(-1)),
      Enter: () => goTo(piece),
      ' ': () => goTo(piece),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  });

  return {
    focusedClause: () => clauseOf(pieceOf(document.activeElement)),
    refresh: (focused) => {
      const pieces = stops();
      const again = focused === undefined ? undefined : pieces.find((piece) => clauseOf(piece) === focused);
      if (again !== undefined && again !== document.activeElement) focus(again);
      else setTabStop(pieces.find((piece) => piece.tabIndex === 0) ?? pieces[0]);
      setClass('cursor', marked);
      pointed = undefined;
    },
    mark: (clauses) => {
      marked = clauses;
      setClass('cursor', marked);
      code.querySelector('.cursor')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
    focusAt: (position) => {
      const pieces = stops();
      focus(pieces.findLast((piece) => Number(piece.dataset.start) <= position) ?? pieces[0]);
    },
  };
}

function clauseOf(piece: HTMLElement | undefined): number | undefined {
  return piece?.dataset.clause === undefined ? undefined : Number(piece.dataset.clause);
}
