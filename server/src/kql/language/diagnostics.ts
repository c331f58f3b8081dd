import type { KqlDiagnostic } from '../validation/diagnostic.ts';
import type { Diagnostic, SyntaxElement } from '../validation/kusto.ts';
import { typeProblems } from '../validation/typeProblems.ts';
import type { AnalysedQuery, KqlDocument } from './document.ts';
import type { KqlFinding } from './finding.ts';
import { itemsOf } from './service.ts';
import { unknownName, unknownOperator } from './unknownName.ts';

/** What Microsoft's service and we find in the queries of a document, in the order of the text. At most a thousand. */
export function findInKql(document: KqlDocument): KqlFinding[] {
  const found = document.queries.flatMap((query) => {
    const { analysed, refusal } = query;
    const inside =
      analysed === undefined ? [refusal].filter((each) => each !== undefined) : inQuery(analysed, document);
    return inside.map((each) => ({ ...each, start: query.start + each.start }));
  });
  return found.sort((first, second) => first.start - second.start).slice(0, mostFindings);
}

const mostFindings = 1000;

function inQuery(query: AnalysedQuery, document: KqlDocument): KqlFinding[] {
  const diagnostics = itemsOf(query.service.GetDiagnostics());
  const columnExpected = new Set(diagnostics.flatMap(({ Code, Start }) => (Code === 'KS109' ? [Start] : [])));
  const unknown = new Set(diagnostics.flatMap(({ Code, Start }) => (Code === 'KS142' ? [Start] : [])));
  const broken = Math.min(...itemsOf(query.code.GetSyntaxDiagnostics()).map(({ Start }) => Start));
  const told = diagnostics.filter(({ Code, Start }) => {
    // An unknown column is said to be unknown, and needs not be told to be a column as well.
    if (Code === 'KS109') return !unknown.has(Start);
    // What follows a mistake in the syntax was understood as something that it is not.
    return Start <= broken;
  });
  return [
    ...told.flatMap((each) => translate(each, query, document, columnExpected.has(each.Start)) ?? []),
    ...typeProblems(query.code.Syntax as unknown as SyntaxElement),
  ];
}

function translate(
  diagnostic: Diagnostic,
  query: AnalysedQuery,
  document: KqlDocument,
  isColumnExpected: boolean,
): KqlFinding | undefined {
  const severity = severities.get(diagnostic.Severity);
  if (severity === undefined || isColumnNamedForInvoke(diagnostic, query)) return undefined;
  const { Code, Message, Start, Length } = diagnostic;
  const unknown =
    Code === 'KS176' ? unknownOperator(diagnostic, query) : unknownName(diagnostic, query, document, isColumnExpected);
  return unknown ?? { code: Code, severity, message: Message, start: Start, length: Length };
}

/** `Hidden` ones are for colouring only. */
const severities: ReadonlyMap<string, KqlDiagnostic['severity']> = new Map([
  ['Error', 'error'],
  ['Warning', 'warning'],
  ['Suggestion', 'information'],
  ['Information', 'information'],
]);

/** `invoke FileProfile(SHA1)`: advanced hunting takes the name of a column there, Kusto does not. */
function isColumnNamedForInvoke({ Code, Start }: Diagnostic, { text }: AnalysedQuery): boolean {
  return (
    Code === 'KS142' &&
    /\binvoke\s+(?:FileProfile|DeviceFromIP)\s*\(\s*$/.test(text.slice(Math.max(0, Start - 60), Start))
  );
}
