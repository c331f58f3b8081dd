import type { PreviewResult } from '../../../../server/src/lsp/protocol.ts';
import { element, keyedBy } from './element.ts';

export interface Header {
  readonly element: HTMLElement;
  show(preview: PreviewResult, fileName: string): void;
}

interface HeaderContent {
  readonly title: string;
  readonly level: string | undefined;
  readonly facts: readonly string[];
  readonly description: string | undefined;
}

/** What the rule is called and how severe it is. */
export function createHeader(): Header {
  const header = element('header', { class: 'header' });
  const fill = keyedBy(header, content);
  return {
    element: header,
    show: ({ rule, index, count }, fileName) =>
      fill({
        title: rule.title ?? 'Rule without a title',
        level: rule.level,
        facts: [
          ...(rule.kind === 'detection' ? [] : [rule.kind]),
          ...(rule.status === undefined ? [] : [rule.status]),
          ...(count > 1 ? [`rule ${index + 1} of ${count}`] : []),
          ...(rule.author === undefined ? [] : [`by ${rule.author}`]),
          fileName,
        ],
        description: rule.description?.trim(),
      }),
  };
}

function content({ title, level, facts, description }: HeaderContent): Node[] {
  return [
    element('h1', {}, title),
    element(
      'div',
      { class: 'facts' },
      ...(level === undefined ? [] : [severityBadge(level)]),
      ...facts.map((fact) => element('span', { class: 'fact' }, fact)),
    ),
    ...(description === undefined ? [] : [element('p', { class: 'description' }, description)]),
  ];
}

function severityBadge(level: string): HTMLElement {
  const known = levels.has(level) ? level : 'unknown';
  return element('span', { class: `badge badge-${known}`, title: `Severity: ${level}` }, level);
}

const levels: ReadonlySet<string> = new Set(['informational', 'low', 'medium', 'high', 'critical']);
