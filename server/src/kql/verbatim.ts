/**
 * The parentheses that close KQL text, such as a function's arguments or the values of `in`: what stands before them and
 * the items between them. Undefined for text that does not end in such a list.
 */
export function lastList(kql: string): { readonly head: string; readonly items: readonly string[] } | undefined {
  if (!kql.endsWith(')')) return undefined;
  const opened: number[] = [];
  const commas: number[] = [];
  for (const { 0: word, index } of kql.matchAll(words)) {
    if (word === '(') opened.push(index);
    if (word === ')' && opened.length > 1) opened.pop();
    else if (word === ')' && index < kql.length - 1) {
      opened.pop();
      commas.length = 0;
    }
    if (word === ',' && opened.length === 1) commas.push(index);
  }
  const [start] = opened;
  if (start === undefined || opened.length !== 1) return undefined;
  const bounds = [start, ...commas, kql.length - 1];
  const items = bounds.slice(1).map((end, index) => kql.slice((bounds[index] ?? start) + 1, end).trim());
  return { head: kql.slice(0, start), items };
}

/** Strings are skipped as a whole; brackets group like parentheses only where commas are in them, which lists have not. */
const words = /@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[(),]/g;
