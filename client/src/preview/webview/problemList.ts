import type { PreviewProblem } from '../../../../server/src/lsp/protocol.ts';
import type { FromWebview } from '../messages.ts';
import { element, prose } from './element.ts';
import { type IconName, icon } from './icons.ts';

/** A problem as a list item; where it has a place in the rule, a button that leads there. */
export function problemItem(
  { severity, message, source }: PreviewProblem,
  post: (message: FromWebview) => void,
): HTMLLIElement {
  const content = [icon(icons[severity]), element('span', {}, ...prose(message))];
  if (source === undefined) return element('li', { class: `problem ${severity}` }, ...content);
  const button = element(
    'button',
    { class: 'problem-button', type: 'button', title: 'Go to this part of the rule' },
    ...content,
  );
  button.addEventListener('click', () => post({ type: 'goTo', source }));
  for (const begin of ['mouseenter', 'focus']) {
    button.addEventListener(begin, () => post({ type: 'highlight', source, reveal: true }));
  }
  for (const end of ['mouseleave', 'blur']) {
    button.addEventListener(end, () => post({ type: 'highlight', source: undefined, reveal: false }));
  }
  return element('li', { class: `problem ${severity}` }, button);
}

const icons: Record<PreviewProblem['severity'], IconName> = {
  error: 'error',
  warning: 'warning',
  information: 'information',
  hint: 'information',
};
