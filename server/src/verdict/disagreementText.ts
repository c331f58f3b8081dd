import type { FieldContent } from '../match/explain.ts';
import type { Comparison, Disagreement } from './compareReadings.ts';
import type { Culprit } from './culprit.ts';

/** Both answers on an event, what they differ in, and what is known of the reason, in sentences. `event` names it: "event 3 of `a.json`". */
export function disagreementText(
  event: string,
  { rule, culprit }: Disagreement,
  { table = '', reasons }: Comparison,
): string {
  const answers = rule
    ? `the rule matches ${event}, and its query on \`${table}\` does not`
    : `the query on \`${table}\` matches ${event}, and the rule does not`;
  const known = reasons.map((reason) => ` The query is only near to the rule: ${reason}`);
  return `${answers.charAt(0).toUpperCase()}${answers.slice(1)}${culprit === undefined ? '' : `: ${culpritText(culprit)}`}.${known.join('')}`;
}

function culpritText({ name, rule, content }: Culprit): string {
  const answers = `\`${name}\` holds for ${rule ? 'the rule and not for the query' : 'the query and not for the rule'}`;
  const found = contentText(content);
  return found === undefined ? answers : `${answers}, where the event has ${found}`;
}

function contentText(content: FieldContent | undefined): string | undefined {
  switch (content?.kind) {
    case 'absent':
      return 'no such field';
    case 'null':
      return 'null';
    case 'value':
      return content.text === '' ? 'an empty text' : `\`${content.text}\``;
    case 'everything':
    case undefined:
      return undefined;
  }
}
