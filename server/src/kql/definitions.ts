import type { PrintedQuery } from './page.ts';

/** What queries may call beside Kusto's own functions. */
export const unescapeXml = 'unescape_xml';

/** The query with definitions of what it calls, below its comments and above the rest. */
export function withDefinitions({ text, sourceMap }: PrintedQuery): PrintedQuery {
  if (!text.includes(`${unescapeXml}(`)) return { text, sourceMap };
  const start = /^(?:\/\/.*\n)*/.exec(text)?.[0].length ?? 0;
  const moved = (at: number): number => (at < start ? at : at + definition.length);
  return {
    text: text.slice(0, start) + definition + text.slice(start),
    sourceMap: sourceMap.map(({ query, source }) => ({
      query: { start: moved(query.start), end: query.end <= start ? query.end : moved(query.end) },
      source,
    })),
  };
}

/** The entities that serialisers of XML write, `&amp;` last: what it leaves may look like another. */
const definition = `let ${unescapeXml} = (text: string) {
    replace_strings(
        text,
        dynamic(["&lt;", "&gt;", "&quot;", "&apos;", "&#xD;", "&#xA;", "&amp;"]),
        dynamic(["<", ">", "\\"", "'", "\\r", "\\n", "&"])
    )
};
`;
