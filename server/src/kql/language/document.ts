import { chooseSchema } from './chooseSchema.ts';
import { type QueryPart, queriesOf, queryAt } from './queries.ts';
import { type CustomTables, globalsFor, type Schema } from './schemas.ts';
import { type Code, type CodeService, type GlobalState, service } from './service.ts';

/** A KQL document, and what its names are looked up in. */
export interface KqlText {
  readonly text: string;
  /** `auto`: by what the text names. */
  readonly target: 'auto' | 'xdr' | 'workspace';
  readonly customTables: CustomTables;
}

export interface KqlDocument extends KqlText {
  readonly schema: Schema;
  readonly queries: readonly KqlQuery[];
  /** The query at a place, unless it is one that is not analysed. */
  at(offset: number): AnalysedQuery | undefined;
}

/** One query of the document; its places are offsets into the document, those of its service into its own text. */
export interface KqlQuery extends QueryPart {
  readonly text: string;
  /** What Microsoft's service makes of it, when it is first asked for; undefined beyond our limits. */
  readonly analysed: AnalysedQuery | undefined;
}

export interface AnalysedQuery {
  readonly start: number;
  readonly text: string;
  readonly globals: GlobalState;
  readonly code: Code;
  readonly service: CodeService;
}

/** Microsoft's parser takes seconds for deeper brackets, and its binder gives up on them (KS245). */
export const deepest = 250;

/** In UTF-16 units, of one query and of a document. Kusto itself takes two million bytes of query text. */
export const longestQuery = 200_000;
export const longestDocument = 1_000_000;

/** The last few are kept: a dozen features ask about each version of a document. */
export function kqlDocument(asked: KqlText): KqlDocument {
  const found = kept.find(({ text, target, customTables }) => {
    return text === asked.text && target === asked.target && sameTables(customTables, asked.customTables);
  });
  if (found !== undefined) return found;
  const made = makeDocument(asked);
  kept.unshift(made);
  kept.length = Math.min(kept.length, mostKept);
  return made;
}

const mostKept = 4;
const kept: KqlDocument[] = [];

function makeDocument(asked: KqlText): KqlDocument {
  const tooLong = asked.text.length > longestDocument;
  const schema = asked.target === 'auto' ? (tooLong ? 'unified' : chooseSchema(asked.text)) : asked.target;
  const parts = tooLong ? [{ start: 0, end: asked.text.length, depth: 0 }] : queriesOf(asked.text);
  const globals = globalsFor(schema, asked.customTables);
  const queries = parts.map((part) => makeQuery(part, asked.text, globals));
  const at = (offset: number) => (queryAt(queries, offset) as KqlQuery | undefined)?.analysed;
  return { ...asked, schema, queries, at };
}

function makeQuery({ start, end, depth }: QueryPart, whole: string, globals: GlobalState): KqlQuery {
  const text = whole.slice(start, end);
  const isBounded = depth <= deepest && text.length <= longestQuery;
  let made: AnalysedQuery | undefined;
  return {
    start,
    end,
    depth,
    text,
    get analysed() {
      if (isBounded) made ??= analyse(start, text, globals);
      return made;
    },
  };
}

function analyse(start: number, text: string, globals: GlobalState): AnalysedQuery {
  const known = analysed.get(text);
  analysed.delete(text);
  const code = known?.globals === globals ? known.code : service.KustoCode.ParseAndAnalyze(text, globals);
  const made = { start, text, globals, code, service: new service.Editor.KustoCodeService.ctor(code) };
  analysed.set(text, made);
  for (const oldest of analysed.keys()) {
    if (analysed.size <= mostAnalysed) break;
    analysed.delete(oldest);
  }
  return made;
}

/** By their texts: of a file with many queries most are the same in its next version. */
const analysed = new Map<string, AnalysedQuery>();
const mostAnalysed = 60;

function sameTables(first: CustomTables, second: CustomTables): boolean {
  return first === second || JSON.stringify(first) === JSON.stringify(second);
}
