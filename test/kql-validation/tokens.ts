import fc from 'fast-check';
import { kusto } from '../../server/src/kql/validation/kusto.ts';

/** `GraphMatchKeyword` is `graph-match`; some are written in other ways, which is no harm. */
const keywords = Object.keys(kusto.Syntax.SyntaxKind).flatMap((kind) => {
  const name = /^(.+)Keyword$/.exec(kind)?.[1];
  return name === undefined ? [] : [name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()];
});

const others = [
  ...[
    'DeviceProcessEvents',
    'FileName',
    'T',
    'a',
    '|',
    '|',
    '|',
    '(',
    ')',
    '(',
    ')',
    ',',
    '[',
    ']',
    '{',
    '}',
    '.',
    '..',
  ],
  ...[
    ';',
    ':',
    '=',
    '==',
    '!=',
    '<',
    '=~',
    '*',
    '/',
    '+',
    '-',
    'and',
    'or',
    'not',
    'has',
    'in',
    '!in~',
    'between',
    'by',
  ],
  ...['on', 'kind=inner', 'with', 'from', 'step', '"x"', "'", '"', '@"', '```', 'h"', '//', '1', '-1', '1h', '0x'],
  ...[
    'datetime(',
    'dynamic([1,',
    'true',
    'typeof(long)',
    '$left',
    '\n',
    '\n\n',
    '\u0000',
    '\u{1F600}',
    '-->',
    '-[e]->',
  ],
  ...['(n)', '=>', '#crp', 'graph-match', 'make-graph', 'fork', 'facet', 'find', 'scan', 'partition', 'evaluate'],
];

/** Words of the language in any order: most of what is typed is no query yet. */
export const tokenSoup = fc
  .tuple(
    fc.constantFrom('', 'T | ', 'DeviceProcessEvents | '),
    fc.array(
      fc.oneof(
        { weight: 1, arbitrary: fc.constantFrom(...keywords) },
        { weight: 2, arbitrary: fc.constantFrom(...others) },
      ),
      {
        maxLength: 14,
      },
    ),
  )
  .map(([before, tokens]) => before + tokens.join(' '));

/** What opens a bracket in some way, and may be repeated without end. */
export const nests: readonly string[] = [
  ...['(', '[', '{', 'not(', 'T | join (', 'union (', 'x in (', 'typeof(', 'dynamic([', 'dynamic({"a":', 'T | fork ('],
  ...['let f = () { ', 'toscalar(print ', 'T | partition by a (', 'case(true, '],
];
