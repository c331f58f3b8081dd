/** Classes of words for highlighting; the preview's protocol carries them to the client. */
export type KqlTokenKind =
  | 'comment'
  | 'keyword'
  | 'operator'
  | 'function'
  | 'table'
  | 'column'
  | 'string'
  | 'number'
  | 'literal'
  | 'punctuation';

export type KqlToken = [start: number, length: number, kind: KqlTokenKind];

/** The words of a query in order, not overlapping, blanks left out. Any text gives an answer: what is not understood is skipped. */
export function tokenizeKql(query: string): KqlToken[] {
  const tokens: KqlToken[] = [];
  let tableExpected = true;
  let isOpened = false;
  for (const match of query.matchAll(words)) {
    const end = match.index + match[0].length;
    // What is piped on straight after a parenthesis was opened can only be a table.
    const kind = kindOf(match, query, tableExpected || (isOpened && isPiped(query, end)));
    if (kind !== undefined) tokens.push([match.index, match[0].length, kind]);
    if (kind === 'comment') continue;
    tableExpected = startsTable(match[0]) || (tableExpected && match[0] === '(');
    isOpened = match[0] === '(';
  }
  return tokens;
}

const words = new RegExp(
  [
    '(?<comment>//[^\\n]*)',
    '(?<string>[hH]?@"(?:[^"]|"")*(?:"|$)|[hH]?@\'(?:[^\']|\'\')*(?:\'|$)|[hH]?"(?:[^"\\\\\\n]|\\\\.)*(?:"|$)|[hH]?\'(?:[^\'\\\\\\n]|\\\\.)*(?:\'|$))',
    '(?<number>0x[\\da-fA-F]+|\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?:[a-z]+)?)',
    '(?<operator>!?(?:in|has|contains|startswith|endswith|hasprefix|hassuffix)(?:_cs)?~(?![\\w])|![a-z_]+|matches regex|==|!=|=~|!~|<=|>=|<|>|\\.\\.|[-+*/%])',
    '(?<name>mv-(?:expand|apply)|(?:project|sample|top|make)-[a-z]+|[A-Za-z_]\\w*)',
    '(?<punctuation>[|()\\[\\]{},;:.=])',
  ].join('|'),
  'g',
);

function kindOf(match: RegExpExecArray, query: string, tableExpected: boolean): KqlTokenKind | undefined {
  const groups = match.groups ?? {};
  if (groups.comment !== undefined) return 'comment';
  if (groups.string !== undefined) return 'string';
  if (groups.number !== undefined) return 'number';
  if (groups.operator !== undefined) return 'operator';
  if (groups.punctuation !== undefined) return 'punctuation';
  const { name } = groups;
  if (name === undefined) return undefined;
  if (literals.has(name)) return 'literal';
  if (operators.has(name)) return 'operator';
  if (keywords.has(name)) return 'keyword';
  if (tableExpected) return 'table';
  return /^\s*\(/.test(query.slice(match.index + name.length, match.index + name.length + 20)) ? 'function' : 'column';
}

function isPiped(query: string, end: number): boolean {
  return /^\s*\|/.test(query.slice(end, end + 100));
}

/** After these a table follows: at the start of a statement, and inside `in (…)` and `union`. */
function startsTable(word: string): boolean {
  return word === ';' || word === 'union' || word === 'join' || word === 'in' || word === 'lookup';
}

const literals: ReadonlySet<string> = new Set(['true', 'false', 'null', 'dynamic', 'datetime', 'timespan']);

const operators: ReadonlySet<string> = new Set([
  'and',
  'or',
  'in',
  'between',
  'has',
  'has_cs',
  'has_any',
  'has_all',
  'contains',
  'contains_cs',
  'startswith',
  'startswith_cs',
  'endswith',
  'endswith_cs',
  'hasprefix',
  'hassuffix',
]);

const keywords: ReadonlySet<string> = new Set([
  'where',
  'extend',
  'project',
  'distinct',
  'summarize',
  'join',
  'lookup',
  'union',
  'let',
  'by',
  'on',
  'kind',
  'take',
  'limit',
  'top',
  'sort',
  'order',
  'asc',
  'desc',
  'search',
  'parse',
  'render',
  'evaluate',
  'serialize',
  'mv-expand',
  'mv-apply',
  'project-away',
  'scan',
  'declare',
  'with',
  'step',
  'to',
  'typeof',
]);
