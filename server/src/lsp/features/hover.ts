import { logsource } from '../../catalog/taxonomy.ts';
import { documentationOf } from '../../checks/documentation.ts';
import { keyDocs } from '../../checks/schemaDocs.ts';
import type { Problem } from '../../problem.ts';
import { contains } from '../../range.ts';
import type { SigmaDocument } from '../documents.ts';
import { attackMarkdown } from './attackMarkdown.ts';
import { keyMarkdown } from './completeKeys.ts';
import { conditionHover } from './conditionHover.ts';
import { type Cursor, cursorAt, insideQuotes } from './cursor.ts';
import { detectionHover } from './detectionHover.ts';
import type { Hover } from './hoverResult.ts';
import { code, escapeMarkdown, link } from './markdown.ts';
import { isForeign, logsourceOf, ruleAt } from './ruleAt.ts';

/**
 * What stands at an offset, explained; then what is wrong there, and why that matters. `runProblems` are those that the
 * document's last run found.
 */
export function hover(
  document: SigmaDocument,
  offset: number,
  runProblems: readonly Problem[] = [],
): Hover | undefined {
  const subject = subjectAt(document, offset);
  const problems = [...document.problems, ...runProblems].filter(({ range }) => contains(range, offset));
  const findings = problems.flatMap(problemMarkdown);
  if (findings.length === 0) return subject;
  const [first] = problems;
  const markdown = [...(subject ? [subject.markdown] : []), ...findings].join('\n\n---\n\n');
  return { range: subject?.range ?? first?.range ?? { start: offset, end: offset }, markdown };
}

function subjectAt(document: SigmaDocument, offset: number): Hover | undefined {
  const cursor = cursorAt(document.text, document.lines, offset);
  if (
    !cursor ||
    isForeign(document.file, offset) ||
    !contains(cursor.range, offset) ||
    cursor.range.start === cursor.range.end
  )
    return undefined;
  const names = cursor.path.flatMap((step) => (step.kind === 'key' ? [step.name] : []));
  const rule = ruleAt(document.file, offset);
  const [top, second] = names;

  if ((top === 'detection' || top === 'filter') && rule && rule.kind !== 'correlation') {
    if (second === 'condition') return conditionHover(rule, offset);
    const inside = detectionHover(document, rule, cursor, names);
    if (inside) return inside;
  }
  if (top === 'tags') return tagHover(cursor, document.text);
  if (cursor.place === 'key') {
    const name = document.text.slice(cursor.range.start, cursor.range.end).trim();
    const docs = keyDocs(rule?.kind ?? 'detection', [...names, name]);
    return docs && { range: cursor.range, markdown: keyMarkdown(docs) };
  }
  if (cursor.place !== 'value') return undefined;
  const range = insideQuotes(cursor, document.text);
  const value = document.text.slice(range.start, range.end);
  const known = keyDocs(rule?.kind ?? 'detection', names)?.values?.find((each) => each.value === value);
  if (known) return { range, markdown: `${code(value)}: ${known.description}` };
  return top === 'logsource' && second !== 'definition'
    ? { range, markdown: logsourceMarkdown(document, offset) }
    : undefined;
}

function tagHover(cursor: Cursor, text: string): Hover | undefined {
  const range = insideQuotes(cursor, text);
  const markdown = attackMarkdown(text.slice(range.start, range.end));
  return markdown === undefined ? undefined : { range, markdown };
}

function logsourceMarkdown(document: SigmaDocument, offset: number): string {
  const key = logsourceOf(ruleAt(document.file, offset));
  const known = logsource(key);
  const names = [key.product, key.category, key.service].filter((part) => part !== undefined);
  const title = `**${escapeMarkdown(names.join(' / '))}**`;
  if (!known) return `${title}\n\nNeither Sigma’s taxonomy nor SigmaHQ’s rules have this combination.`;
  const rules = `${known.rules.toLocaleString('en')} of SigmaHQ’s rules use it.`;
  const channels = known.channels.length > 0 ? `Channels: ${known.channels.map(code).join(', ')}` : '';
  const events = known.eventIds.length > 0 ? `Event ids: ${known.eventIds.join(', ')}` : '';
  return [title, rules, channels, events].filter((part) => part !== '').join('\n\n');
}

/** The documentation of the check that found it; the message itself is shown by the editor. */
function problemMarkdown({ code: id }: Problem): string[] {
  const docs = documentationOf(id);
  if (!docs) return [];
  const more = docs.url === undefined ? '' : ` ${link('Specification', docs.url)}`;
  return [`**${code(id)}**: ${docs.what}\n\n${docs.why}${more}`];
}
