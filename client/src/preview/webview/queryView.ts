import type { KqlTokenKind, PreviewResult, TargetName } from '../../../../server/src/lsp/protocol.ts';
import type { FromWebview, QueryRange, Validation } from '../messages.ts';
import { clauseNavigation } from './clauseNavigation.ts';
import { element, keyedBy } from './element.ts';
import { icon } from './icons.ts';
import { layOutQuery, type QueryLine, type QueryPiece, type QueryWord } from './layout.ts';
import { problemItem } from './problemList.ts';

type Post = (message: FromWebview) => void;

export interface QueryView {
  readonly element: HTMLElement;
  /** `isStale`: the query is the one from before the rule got an error. It stays where it is, with a word on it. */
  show(preview: PreviewResult, isStale: boolean): void;
  showDiagnostics(validation: Validation): void;
  showColours(colours: Partial<Record<KqlTokenKind, string>>): void;
  /** Marks the clauses that belong to the cursor in the rule, and scrolls the first of them into view. */
  markCursor(clauses: readonly QueryRange[]): void;
  /** Moves the focus to the clause at that place. */
  focusRange(range: QueryRange): void;
}

/** The query, word by word; each line that stays the same keeps its elements when the query changes. */
export function createQueryView(post: Post, choose: (target: TargetName) => void): QueryView {
  let preview: PreviewResult | undefined;
  let validation: Validation = { state: 'off' };
  const code = element('div', {
    class: 'query',
    role: 'group',
    'aria-label': 'KQL query',
    'aria-describedby': 'query-keys',
  });
  const keys = element(
    'p',
    { class: 'visually-hidden', id: 'query-keys' },
    'Arrow keys move between the clauses, Enter goes to the part of the rule that a clause comes from.',
  );
  const obstacle = element('section', { class: 'obstacle', 'aria-label': 'Why there is no query' });
  const stale = element('p', { class: 'stale-note' }, icon('error'), 'The rule has an error: this is its last query');
  const container = element('div', { class: 'query-view' }, keys, stale, code, obstacle);
  const showObstacle = keyedBy(obstacle, (shown: PreviewResult) => obstacleContent(shown, post, choose));
  const navigation = clauseNavigation(code, () => preview?.sourceMap ?? [], post);
  const lines: { key: string; element: HTMLElement }[] = [];

  function render(): void {
    const { query, tokens, sourceMap } = preview ?? { query: undefined, tokens: [], sourceMap: [] };
    const diagnostics = validation.state === 'done' ? validation.diagnostics : [];
    const laidOut = query === undefined ? [] : layOutQuery(query, tokens, sourceMap, diagnostics);
    const focused = navigation.focusedClause();
    for (const [index, line] of laidOut.entries()) placeLine(index, line);
    for (const { element: surplus } of lines.splice(laidOut.length)) surplus.remove();
    navigation.refresh(focused);
  }

  /** Positions change with every keystroke above, so they are set anew; the words only when they are others. */
  function placeLine(index: number, line: QueryLine): void {
    const key = JSON.stringify(line.map(({ clause, words }) => [clause === undefined, words]));
    const existing = lines[index];
    if (existing?.key === key) {
      for (const [position, piece] of line.entries()) placePiece(existing.element.children[position], piece);
      return;
    }
    const made = element('div', { class: 'line' }, ...line.map(pieceElement));
    made.style.setProperty('--indentation', `${/^ */.exec(line[0]?.words[0]?.text ?? '')?.[0].length ?? 0}ch`);
    if (existing === undefined) code.append(made);
    else existing.element.replaceWith(made);
    lines[index] = { key, element: made };
  }

  return {
    element: container,
    show: (shown, isStale) => {
      const isSameQuery = preview?.query === shown.query && preview?.target === shown.target;
      preview = shown;
      if (!isSameQuery) validation = { state: 'off' };
      stale.hidden = !isStale;
      code.classList.toggle('stale', isStale);
      code.hidden = shown.query === undefined;
      obstacle.hidden = shown.query !== undefined;
      obstacle.classList.toggle('for-filter', shown.rule.kind === 'filter');
      if (shown.query === undefined) showObstacle(shown);
      render();
    },
    showDiagnostics: (shown) => {
      const changes = shown.state === 'done' || validation.state === 'done';
      validation = shown;
      if (changes) render();
    },
    showColours: (colours) => {
      for (const kind of kinds) {
        const colour = colours[kind];
        if (colour === undefined) code.style.removeProperty(`--kql-${kind}`);
        else code.style.setProperty(`--kql-${kind}`, colour);
      }
    },
    markCursor: (clauses) => navigation.mark(clauses),
    focusRange: (range) => navigation.focusAt(range.start),
  };
}

function pieceElement(piece: QueryPiece): HTMLElement {
  const made = element('span', piece.clause === undefined ? {} : { class: 'clause', role: 'button', tabindex: '-1' });
  made.append(...piece.words.map(wordElement));
  placePiece(made, piece);
  return made;
}

function placePiece(made: Element | undefined, { start, end, clause }: QueryPiece): void {
  if (!(made instanceof HTMLElement)) return;
  made.dataset.start = String(start);
  made.dataset.end = String(end);
  if (clause !== undefined) made.dataset.clause = String(clause);
}

function wordElement({ text, kind, diagnostic }: QueryWord): Node {
  if (kind === undefined && diagnostic === undefined) return document.createTextNode(text);
  const made = element('span', { class: kind === undefined ? '' : `kql-${kind}` }, text);
  if (diagnostic !== undefined) {
    made.classList.add('diagnostic', `diagnostic-${diagnostic.severity}`);
    made.title = diagnostic.message;
  }
  return made;
}

/** Why there is no query, and the targets that have one. */
function obstacleContent(preview: PreviewResult, post: Post, choose: (target: TargetName) => void): Node[] {
  if (preview.rule.kind === 'filter') return filterContent(preview, post);
  const title = preview.targets.find(({ target }) => target === preview.target)?.title ?? preview.target;
  const reasons = preview.problems.filter(({ severity }) => severity === 'error');
  const others = preview.targets.filter(({ state }) => state !== 'impossible');
  return [
    element('h2', {}, icon('impossible'), `No query for ${title}`),
    element('p', {}, 'A query that means something else than the rule would be worse than none.'),
    element('ul', { class: 'problems' }, ...reasons.map((problem) => problemItem(problem, post))),
    ...(others.length === 0 ? [] : [element('div', { class: 'other-targets' }, ...others.map(targetButton))]),
  ];

  function targetButton(other: PreviewResult['targets'][number]): HTMLElement {
    const button = element('button', { type: 'button', class: 'tool' }, icon(other.state), `Show ${other.title}`);
    button.addEventListener('click', () => choose(other.target));
    return button;
  }
}

/** Nothing is wrong with a filter for having no query. */
function filterContent({ problems }: PreviewResult, post: Post): Node[] {
  return [
    element('h2', {}, icon('information'), 'A filter has no query of its own'),
    element('p', {}, 'Its condition is a part of the query of each rule that it applies to.'),
    element('ul', { class: 'problems' }, ...problems.map((problem) => problemItem(problem, post))),
  ];
}

const kinds: readonly KqlTokenKind[] = [
  'comment',
  'keyword',
  'operator',
  'function',
  'table',
  'column',
  'string',
  'number',
  'literal',
  'punctuation',
];
