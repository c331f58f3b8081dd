import type { PreviewProblem, PreviewResult, PreviewRule } from '../../../../server/src/lsp/protocol.ts';
import type { FromWebview, QueryRange, Validation } from '../messages.ts';
import { element, keyedBy, prose } from './element.ts';
import { icon } from './icons.ts';
import { problemItem } from './problemList.ts';

export interface Details {
  readonly element: HTMLElement;
  show(preview: PreviewResult): void;
  showValidation(validation: Validation): void;
  /** Moves the focus to the differences between the query and the rule. */
  focusProblems(): void;
}

type Post = (message: FromWebview) => void;

/** What belongs to the rule, beside its query. A section without content is not shown. */
export function createDetails(post: Post, focusQuery: (range: QueryRange) => void): Details {
  const problems = section<PreviewProblem[]>('Translation', (found) => problemContent(found, post));
  const validation = section<Validation>('Microsoft’s KQL parser', (answer) => validationContent(answer, focusQuery));
  const tables = section<PreviewResult['tables']>('Tables and data connectors', tableContent);
  const attack = section<AttackContext>('MITRE ATT&CK', attackContent);
  const falsePositives = section<string[]>('False positives', (texts) =>
    texts.length > 0 ? [list(texts.map((text) => [text]))] : [],
  );
  const references = section<string[]>('References', referenceContent);
  return {
    element: element(
      'aside',
      { class: 'details', 'aria-label': 'About the rule' },
      problems.element,
      validation.element,
      tables.element,
      attack.element,
      falsePositives.element,
      references.element,
    ),
    show: ({ rule, tables: needed, problems: found, query }) => {
      if (rule.kind === 'filter') problems.show([]);
      else problems.show(query === undefined ? found.filter(({ severity }) => severity !== 'error') : found);
      tables.show(needed);
      attack.show({ tactics: rule.tactics, techniques: rule.techniques });
      falsePositives.show(rule.falsePositives);
      references.show(rule.references);
    },
    showValidation: (answer) => validation.show(answer),
    focusProblems: () => {
      problems.element.scrollIntoView({ block: 'nearest' });
      problems.element.querySelector('button')?.focus({ preventScroll: true });
    },
  };
}

type AttackContext = Pick<PreviewRule, 'tactics' | 'techniques'>;

interface Section<Value> {
  readonly element: HTMLElement;
  show(value: Value): void;
}

function section<Value>(title: string, content: (value: Value) => Node[]): Section<Value> {
  const made = element('section', { class: 'section' });
  made.hidden = true;
  const show = keyedBy(made, (value: Value) => {
    const built = content(value);
    made.hidden = built.length === 0;
    return built.length === 0 ? [] : [element('h2', {}, title), ...built];
  });
  return { element: made, show };
}

function problemContent(problems: readonly PreviewProblem[], post: Post): Node[] {
  if (problems.length === 0) return [];
  return [element('ul', { class: 'problems' }, ...problems.map((problem) => problemItem(problem, post)))];
}

function validationContent(validation: Validation, focusQuery: (range: QueryRange) => void): Node[] {
  switch (validation.state) {
    case 'off':
      return [];
    case 'waiting':
      return [element('p', { class: 'muted' }, 'Checking…')];
    case 'failed':
      return [element('p', { class: 'muted' }, 'The query could not be checked.')];
    case 'done': {
      if (validation.diagnostics.length === 0) {
        return [element('p', { class: 'valid' }, icon('exact'), 'Parses and binds without a finding.')];
      }
      const items = validation.diagnostics.map(({ severity, message, code, start, length }) => {
        const button = element(
          'button',
          { class: 'problem-button', type: 'button', title: 'Show in the query' },
          icon(severity),
          element('span', {}, ...prose(message), ' ', element('span', { class: 'muted' }, code)),
        );
        button.addEventListener('click', () => focusQuery({ start, end: start + length }));
        return element('li', { class: `problem ${severity}` }, button);
      });
      return [element('ul', { class: 'problems' }, ...items)];
    }
  }
}

function tableContent(tables: PreviewResult['tables']): Node[] {
  return tables.map(({ name, description, connectors }) =>
    element(
      'div',
      { class: 'table' },
      element('h3', {}, icon('table'), element('code', {}, name)),
      ...(description === undefined ? [] : [element('p', { class: 'muted' }, ...prose(description))]),
      ...(connectors.length === 0
        ? []
        : [
            list(
              connectors.map(({ title, publisher }) => [title, ' ', element('span', { class: 'muted' }, publisher)]),
            ),
          ]),
    ),
  );
}

function attackContent({ tactics, techniques }: AttackContext): Node[] {
  if (tactics.length + techniques.length === 0) return [];
  const entry = ({ id, name, url }: AttackContext['tactics'][number]) =>
    element('li', {}, element('span', { class: 'attack-id' }, id), link(name, url));
  return [
    ...(tactics.length === 0
      ? []
      : [element('ul', { class: 'attack', 'aria-label': 'Tactics' }, ...tactics.map(entry))]),
    ...(techniques.length === 0
      ? []
      : [element('ul', { class: 'attack', 'aria-label': 'Techniques' }, ...techniques.map(entry))]),
  ];
}

function referenceContent(references: readonly string[]): Node[] {
  return references.length === 0 ? [] : [list(references.map((reference) => [link(reference, reference)]))];
}

/** A link, which VS Code opens in a browser; anything but a web address stays text. */
function link(text: string, url: string): Node {
  return /^https?:\/\//i.test(url) ? element('a', { href: url, title: url }, text) : element('span', {}, text);
}

function list(items: readonly (readonly (Node | string)[])[]): HTMLElement {
  return element('ul', {}, ...items.map((item) => element('li', {}, ...item)));
}
