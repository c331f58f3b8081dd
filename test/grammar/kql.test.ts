import { expect, test } from 'vitest';
import { scopeOf, tokenizer } from './tokenize.ts';

const query = String.raw`// comment
let window = 7d;
imProcessCreate(starttime=ago(1d))
| where TimeGenerated > ago(window) and (Path contains "C:\\Local" or not(Actor has_any ('a', "b")))
| where EventID in~ (4688, 1) and Cmd matches regex @"^a""b$" and X !contains_cs "y // z"
| extend d = datetime(2024-01-01), b = tobool(true), Name = User['odd name']
| summarize Count = count() by DeviceName, bin(TimeGenerated, 1h)
| join kind=inner (DeviceNetworkEvents | project DeviceId) on DeviceId
| project-away DeviceId | sort by Count desc
SecurityEvent
| take 10
| where Name in (dynamic(["root", "my"])) or ["odd column"] == Map["key"] or Name in (dynamic(['one']))`;

/** Line, from 0, a word on it and its innermost scope without the grammar's own ending. */
const expected: [line: number, word: string, scope: string][] = [
  [0, ' comment', 'comment.line.double-slash'],
  [1, 'let', 'keyword.control'],
  [1, 'window', 'entity.name.function.declaration'],
  [1, '7d', 'constant.numeric.timespan'],
  [2, 'imProcessCreate', 'entity.name.type.table'],
  [2, 'ago', 'support.function'],
  [3, '|', 'keyword.operator.pipe'],
  [3, 'where', 'keyword.control'],
  [3, 'TimeGenerated', 'variable.other.column'],
  [3, 'and', 'keyword.operator.logical'],
  [3, 'contains', 'keyword.operator.string'],
  [3, '\\\\', 'constant.character.escape'],
  [3, 'not', 'keyword.operator.logical'],
  [3, 'has_any', 'keyword.operator.string'],
  [3, 'a', 'string.quoted.single'],
  [4, 'in~', 'keyword.operator.string'],
  [4, '4688', 'constant.numeric'],
  [4, 'matches regex', 'keyword.operator.string'],
  [4, '^a', 'string.quoted.double.verbatim'],
  [4, '""', 'constant.character.escape'],
  [4, '!contains_cs', 'keyword.operator.string'],
  [4, 'y // z', 'string.quoted.double'],
  [5, 'datetime', 'storage.type'],
  [5, '2024-01-01', 'constant.numeric'],
  [5, 'true', 'constant.language'],
  [5, "['odd name']", 'variable.other.column.quoted'],
  [6, 'summarize', 'keyword.control'],
  [6, 'count', 'support.function'],
  [6, 'by', 'keyword.control'],
  [7, 'kind', 'keyword.control'],
  [7, 'inner', 'constant.language'],
  [7, 'DeviceNetworkEvents', 'entity.name.type.table'],
  [7, 'on', 'keyword.control'],
  [8, 'project-away', 'keyword.control'],
  [8, 'desc', 'keyword.control'],
  [9, 'SecurityEvent', 'entity.name.type.table'],
  [11, 'root', 'string.quoted.double'],
  [11, 'my', 'string.quoted.double'],
  [11, '["odd column"]', 'variable.other.column.quoted'],
  [11, 'one', 'string.quoted.single'],
];

const lines = tokenizer({})(query, 'source.kusto');

test.each(expected)('line %i: %s', async (line, word, scope) => {
  expect(scopeOf(await lines, line, word)).toBe(`${scope}.kusto`);
});
