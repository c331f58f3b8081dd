import type { KqlDiagnostic } from '../validation/diagnostic.ts';
import type { KustoCode } from '../validation/kusto.ts';
import { type Parsed, parseKql } from '../validation/parse.ts';
import { chooseSchema } from './chooseSchema.ts';
import { longestDocument, longestQuery } from './limits.ts';
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
  /** What Microsoft's service makes of it, when it is first asked for; undefined where it is not analysed. */
  readonly analysed: AnalysedQuery | undefined;
  /** Why it is not analysed; the place is one of the query's text. */
  readonly refusal: KqlDiagnostic | undefined;
}

export interface AnalysedQuery {
  readonly start: number;
  readonly text: string;
  readonly globals: GlobalState;
  readonly code: Code;
  readonly service: CodeService;
}

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
  const parts = tooLong ? [{ start: 0, end: asked.text.length }] : queriesOf(asked.text);
  const globals = globalsFor(schema, asked.customTables);
  const queries = parts.map((part) => makeQuery(part, asked.text, globals));
  const at = (offset: number) => (queryAt(queries, offset) as KqlQuery | undefined)?.analysed;
  return { ...asked, schema, queries, at };
}

function makeQuery({ start, end }: QueryPart, whole: string, globals: GlobalState): KqlQuery {
  const text = whole.slice(start, end);
  const tooLong = lengthRefusal(text, whole);
  let made: AnalysedQuery | KqlDiagnostic | undefined;
  const outcome = () => {
    made ??= tooLong ?? analyse(start, text, globals);
    return made;
  };
  return {
    start,
    end,
    text,
    get analysed() {
      const found = outcome();
      return 'message' in found ? undefined : found;
    },
    get refusal() {
      const found = outcome();
      return 'message' in found ? found : undefined;
    },
  };
}

function analyse(start: number, text: string, globals: GlobalState): AnalysedQuery | KqlDiagnostic {
  const known = parsedTexts.get(text);
  parsedTexts.delete(text);
  const parsed = known?.globals === globals ? known.parsed : parseKql(text, globals);
  parsedTexts.set(text, { globals, parsed });
  for (const oldest of parsedTexts.keys()) {
    if (parsedTexts.size <= mostParsed) break;
    parsedTexts.delete(oldest);
  }
  if (parsed.kind === 'refused') return parsed.problem;
  return analysedQuery(start, text, globals, parsed.code);
}

/** What the service has bound, with the editor's services over it. */
export function analysedQuery(start: number, text: string, globals: GlobalState, bound: KustoCode): AnalysedQuery {
  const code = bound as unknown as Code;
  return { start, text, globals, code, service: new service.Editor.KustoCodeService.ctor(code) };
}

/** By their texts: of a file with many queries most are the same in its next version. */
const parsedTexts = new Map<string, { readonly globals: GlobalState; readonly parsed: Parsed }>();
const mostParsed = 60;

/** At the first line of the query. */
function lengthRefusal(text: string, whole: string): KqlDiagnostic | undefined {
  const message =
    whole.length > longestDocument
      ? `The file has ${whole.length.toLocaleString('en')} characters, more than Sigmasmith analyses (${longestDocument.toLocaleString('en')}). Split it into smaller files.`
      : text.length > longestQuery
        ? `The query has ${text.length.toLocaleString('en')} characters, more than Sigmasmith analyses (${longestQuery.toLocaleString('en')}).`
        : undefined;
  if (message === undefined) return undefined;
  const start = text.length - text.trimStart().length;
  const firstLine = /^[^\r\n]*/.exec(text.slice(start, start + longestMark))?.[0] ?? '';
  return { code: 'kql-too-large', severity: 'warning', message, start, length: firstLine.length };
}

const longestMark = 200;

function sameTables(first: CustomTables, second: CustomTables): boolean {
  return first === second || JSON.stringify(first) === JSON.stringify(second);
}
