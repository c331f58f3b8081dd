import type { RunQueryResult, SampleFile } from '../../../../server/src/lsp/protocol.ts';
import { element, keyedBy, prose } from '../../preview/webview/element.ts';
import { type IconName, icon } from '../../preview/webview/icons.ts';
import type { FromWebview } from '../messages.ts';
import { firstWithoutRows, sampleHint } from './lackingRows.ts';

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
  const fillSamples = keyedBy(samples, ({ files, hint }: { files: SampleFile[]; hint: string | undefined }) => [
    ...(files.length === 0
      ? []
      : ['Rows of ', ...files.flatMap((each, index) => listed(each, index, post))].map(toNode)),
    ...(hint === undefined ? [] : prose(files.length === 0 ? hint : `. ${hint}`)),
  ]);
  const fillProblems = keyedBy(problems, (found: Problem[]) => found.map((each) => problemItem(each, post)));
  const fillLost = keyedBy(lost, (result: LostRows) => lostRows(result, post));
  return {
    element: element('div', { class: 'about' }, samples, problems, lost),
    show: (result, fileName) => {
      const { files, problems: found, total } = result;
      fillSamples({ files, hint: sampleHint(result, fileName) });
      fillProblems(found);
      problems.hidden = found.length === 0;
      const isLost = total === 0 && !found.some(({ severity }) => severity === 'error');
      fillLost({ isLost, step: firstWithoutRows(result) });
      lost.hidden = !isLost;
    },
  };
}

function listed(file: SampleFile, index: number, post: Post): (Node | string)[] {
  return [index > 0 ? ', ' : '', ...fileLinks(file, post)];
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
  readonly step: RunQueryResult['steps'][number] | undefined;
}

function lostRows({ isLost, step }: LostRows, post: Post): Node[] {
  if (!isLost) return [];
  if (step === undefined) return [document.createTextNode('The query answers no rows.')];
  const button = element('button', { type: 'button', class: 'link' }, `line ${step.range.start.line + 1}`);
  button.addEventListener('click', () => post({ type: 'goTo', range: step.range }));
  return ['The query answers no rows. The first operator that leaves none is in ', button, '.'].map(toNode);
}

function toNode(part: Node | string): Node {
  return typeof part === 'string' ? document.createTextNode(part) : part;
}
