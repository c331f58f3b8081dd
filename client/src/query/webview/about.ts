import type { RunQueryResult, SampleFile } from '../../../../server/src/lsp/protocol.ts';
import { element, keyedBy, prose } from '../../preview/webview/element.ts';
import { type IconName, icon } from '../../preview/webview/icons.ts';
import type { FromWebview } from '../messages.ts';

export interface About {
  readonly element: HTMLElement;
  show(result: RunQueryResult, fileName: string): void;
}

type Post = (message: FromWebview) => void;
type Problem = RunQueryResult['problems'][number];

/** Where the rows come from, what is wrong, and where rows were lost when none is left. */
export function createAbout(post: Post): About {
  const samples = element('p', { class: 'samples' });
  const problems = element('ul', { class: 'problems', 'aria-label': 'Problems' });
  const lost = element('p', { class: 'lost' });
  const fillSamples = keyedBy(samples, ({ files, fileName }: { files: SampleFile[]; fileName: string }) =>
    files.length === 0
      ? noSamples(fileName)
      : ['Rows of ', ...files.flatMap((file, index) => [index > 0 ? ', ' : '', ...fileLinks(file, post)])].map(toNode),
  );
  const fillProblems = keyedBy(problems, (found: Problem[]) => found.map((each) => problemItem(each, post)));
  const fillLost = keyedBy(lost, (result: LostRows) => lostRows(result, post));
  return {
    element: element('div', { class: 'about' }, samples, problems, lost),
    show: ({ files, problems: found, steps, total }, fileName) => {
      fillSamples({ files, fileName });
      fillProblems(found);
      problems.hidden = found.length === 0;
      const isLost = total === 0 && !found.some(({ severity }) => severity === 'error');
      fillLost({ isLost, steps });
      lost.hidden = !isLost;
    },
  };
}

function fileLinks({ uri, tables, problems }: SampleFile, post: Post): (Node | string)[] {
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  const label = tables
    .map(
      ({ name: table, rows, isWatchlist, laidOut = 0 }) =>
        `${isWatchlist ? 'watchlist ' : ''}${table} (${rows.toLocaleString('en')}${laidOut > 0 ? `, ${laidOut.toLocaleString('en')} laid out from events` : ''})`,
    )
    .join(', ');
  const button = element('button', { type: 'button', class: 'link', title: `Open ${name}` }, label || name);
  button.addEventListener('click', () => post({ type: 'open', uri }));
  if (problems.length === 0) return [button];
  const [first] = problems;
  return [element('span', { class: 'warning', title: first?.message ?? '' }, icon('warning')), button];
}

function noSamples(fileName: string): Node[] {
  const stem = fileName.replace(/\.[^.]*$/, '');
  return prose(
    `No sample rows belong to this query. Put rows of a table, as JSON by the names of its columns, in \`${stem}.TABLE.json\` beside it, such as \`${stem}.DeviceProcessEvents.json\`.`,
  );
}

function problemItem({ severity, message, range }: Problem, post: Post): HTMLElement {
  const button = element(
    'button',
    { class: 'problem-button', type: 'button', title: 'Go to this part of the query' },
    icon(icons[severity]),
    element('span', {}, ...prose(message), element('span', { class: 'muted' }, ` (line ${range.start.line + 1})`)),
  );
  button.addEventListener('click', () => post({ type: 'goTo', range }));
  return element('li', { class: `problem ${severity}` }, button);
}

const icons: Record<Problem['severity'], IconName> = {
  error: 'error',
  warning: 'warning',
  information: 'information',
  hint: 'information',
};

interface LostRows {
  readonly isLost: boolean;
  readonly steps: RunQueryResult['steps'];
}

/** Names the first operator that leaves no row. */
function lostRows({ isLost, steps }: LostRows, post: Post): Node[] {
  const step = steps.find(({ rows }) => rows === 0);
  if (!isLost) return [];
  if (step === undefined) return [document.createTextNode('The query answers no rows.')];
  const button = element('button', { type: 'button', class: 'link' }, `line ${step.range.start.line + 1}`);
  button.addEventListener('click', () => post({ type: 'goTo', range: step.range }));
  return ['The query answers no rows. The first operator that leaves none is in ', button, '.'].map(toNode);
}

function toNode(part: Node | string): Node {
  return typeof part === 'string' ? document.createTextNode(part) : part;
}
