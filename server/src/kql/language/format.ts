import type { TextEdit } from '../../problem.ts';
import { parseKql } from '../validation/parse.ts';
import type { AnalysedQuery, KqlDocument } from './document.ts';
import type { Code } from './service.ts';
import { nodesOf } from './syntax.ts';

/**
 * The document as Microsoft's formatter writes it, one edit a query that changes. A query with a syntax error stays as it
 * is, and so does one whose words would not all stay the same.
 */
export function formatKql(document: KqlDocument): TextEdit[] {
  const lineBreak = /\r\n|\n|\r/.exec(document.text)?.[0] ?? '\n';
  return document.queries.flatMap(({ analysed }): TextEdit[] => {
    if (analysed === undefined || hasSyntaxError(analysed)) return [];
    const { text, start } = analysed;
    const before = text.length - text.trimStart().length;
    const end = text.trimEnd().length;
    if (end <= before) return [];
    const formatted = analysed.service
      .GetFormattedText()
      .Text.trim()
      .replace(/\r\n|\n|\r/g, lineBreak);
    const written = text.slice(before, end);
    if (formatted === written || !sameWords(analysed, formatted)) return [];
    return [{ range: { start: start + before, end: start + end }, text: formatted }];
  });
}

function hasSyntaxError({ code }: AnalysedQuery): boolean {
  return code.GetSyntaxDiagnostics().Count > 0;
}

function sameWords({ code, text, globals }: AnalysedQuery, formatted: string): boolean {
  const other = parseKql(formatted, globals);
  return other.kind === 'bound' && wordsOf(code, text) === wordsOf(other.code as unknown as Code, formatted);
}

/** Tokens and comments without the blanks between them. */
function wordsOf({ Syntax }: AnalysedQuery['code'], text: string): string {
  const words: string[] = [];
  let end = 0;
  for (const { ChildCount, TextStart, Width } of nodesOf(Syntax)) {
    if (ChildCount > 0 || Width === 0) continue;
    words.push(text.slice(end, TextStart).replace(/\s+/g, ''), text.slice(TextStart, TextStart + Width));
    end = TextStart + Width;
  }
  words.push(text.slice(end).replace(/\s+/g, ''));
  return words
    .filter((word) => word !== '')
    .map((word) => word.replace(/\r\n?/g, '\n'))
    .join('\n');
}
