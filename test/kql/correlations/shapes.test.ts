import { describe, expect, it, test } from 'vitest';
import { targets } from '../../../server/src/catalog/target.ts';
import { convertToKql } from '../../../server/src/kql/convert.ts';
import { analyse } from '../../../server/src/kql/validation/analyse.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { convertCorrelations } from './runCorrelation.ts';

const detections = `title: Whoami
name: whoami
logsource: {category: process_creation, product: windows}
detection: {selection: {Image|endswith: '\\whoami.exe'}, condition: selection}
---
title: Encoded
name: encoded
logsource: {category: process_creation, product: windows}
detection: {selection: {CommandLine|contains: ' -enc '}, condition: selection}
---
title: Connection
name: connection
logsource: {category: network_connection, product: windows}
detection: {selection: {DestinationPort: 4444, Initiated: 'true'}, condition: selection}
`;

/** A correlation over these, and another one named \`inner\` that it may refer to. */
function file(
  lines: string,
  inner = 'type: event_count\nrules: [whoami]\ngroup-by: [User]\ntimespan: 5m\ncondition: {gte: 3}',
) {
  const indented = (text: string): string => text.replace(/^/gm, '    ');
  return `title: Corr\nname: corr\ncorrelation:\n${indented(lines)}\n---\ntitle: Inner\nname: inner\ncorrelation:\n${indented(inner)}\n---\n${detections}`;
}

const counted = (type: string, condition: string, rules = 'whoami, encoded') =>
  `type: ${type}\nrules: [${rules}]\ngroup-by: [User]\ntimespan: 1h\ncondition: ${condition}`;
const ordered = (type: string, rules: string, condition = '') =>
  `type: ${type}\nrules: [${rules}]\ngroup-by: [User]\ntimespan: 90s\n${condition}`;

const shapes: Readonly<Record<string, string>> = {
  'event_count with a lower bound': counted('event_count', '{gte: 10}'),
  'event_count with a range': counted('event_count', '{gt: 2, lte: 4}'),
  'event_count of every event': counted('event_count', '{gte: 1}'),
  'event_count over two tables': counted('event_count', '{gte: 10}', 'whoami, connection'),
  'event_count without groups': 'type: event_count\nrules: [whoami]\ntimespan: 1d\ncondition: {gt: 99}',
  'event_count by two fields':
    'type: event_count\nrules: [whoami]\ngroup-by: [User, Image]\ntimespan: 1d\ncondition: {lt: 9}',
  'value_count of one field': counted('value_count', '{field: CommandLine, gte: 5}'),
  'value_count of two fields': counted('value_count', '{field: [CommandLine, Image], gt: 5, neq: 9}'),
  'value_sum of a number': counted('value_sum', '{field: ProcessId, gte: 1.5}'),
  'value_avg of text': counted('value_avg', '{field: CommandLine, lt: 5}'),
  'value_percentile with all bounds': counted(
    'value_percentile',
    '{field: ProcessId, percentile: 99.5, gt: 1, gte: 2, lt: 9, lte: 8, eq: 5, neq: 6}',
  ),
  temporal: ordered('temporal', 'whoami, encoded, connection'),
  'temporal of one rule': ordered('temporal', 'whoami'),
  'temporal with a number': ordered('temporal', 'whoami, encoded, connection', 'condition: {gte: 2}'),
  'temporal with an expression': ordered(
    'temporal',
    'whoami, encoded, connection',
    'condition: whoami and (encoded or not connection)',
  ),
  temporal_ordered: ordered('temporal_ordered', 'whoami, encoded, connection'),
  'temporal_ordered of the same rule': ordered('temporal_ordered', 'whoami, whoami'),
  'temporal_ordered with a number': ordered('temporal_ordered', 'whoami, encoded, connection', 'condition: {eq: 2}'),
  'temporal_ordered with an expression': ordered(
    'temporal_ordered',
    'whoami, encoded, connection',
    'condition: (whoami or encoded) and not connection',
  ),
  'event_count of alerts': counted('event_count', '{gte: 2}', 'inner, connection'),
  'value_count in alerts': counted('value_count', '{field: CommandLine, gte: 2}', 'inner'),
  'value_sum in alerts': counted('value_sum', '{field: ProcessId, gte: 2}', 'inner'),
  'temporal with alerts': ordered('temporal', 'inner, connection'),
  'temporal_ordered with alerts': ordered('temporal_ordered', 'inner, connection'),
};

describe.each(Object.entries(shapes))('%s', (_, lines) => {
  it.each(targets)(
    'has a query for %s that Microsoft’s parser takes',
    (target) => {
      const { query, columns, problems } = convertCorrelations(file(lines), target, 'corr');
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(analyse(query ?? '', target)).toEqual([]);
      expect(new Set(columns).size).toBe(columns?.length);
      // What happens across the border of two bins would be lost.
      expect(query).not.toMatch(/\bbin\(/);
    },
    20_000,
  );
});

test.each([
  ['event_count with a lower bound', 'eventCount'],
  ['value_count of one field', 'valueCount'],
  ['value_sum of a number', 'valueSum'],
  ['value_percentile with all bounds', 'percentile'],
  ['temporal', 'temporal'],
  ['temporal_ordered', 'ordered'],
  ['event_count of alerts', 'chain'],
])('%s reads like this', async (name, snapshot) => {
  const { query } = convertCorrelations(file(shapes[name] ?? ''), 'xdr', 'corr');
  await expect(`${query}\n`).toMatchFileSnapshot(`./${snapshot}.kql`);
});

test('a field without a column is refused where the correlation asks for it', () => {
  const text = file(counted('event_count', '{gte: 10}').replace('[User]', '[User, Frobnication]'));
  const { query, problems } = convertCorrelations(text, 'xdr', 'corr');
  expect(query).toBeUndefined();
  expect(problems.map(({ code, range }) => [code, text.slice(range.start, range.end)])).toEqual([
    ['unmapped-field', 'Frobnication'],
  ]);
});

test('a field that is no value is refused', () => {
  const text = file(counted('value_count', '{field: Hashes, gte: 10}', 'whoami'));
  const { problems } = convertCorrelations(text, 'xdr', 'corr');
  expect(problems.map(({ code, range }) => [code, text.slice(range.start, range.end)])).toEqual([
    ['unsupported-value', 'Hashes'],
  ]);
});

test('what a rule of another file lacks is told where the correlation refers to it', () => {
  const [rule] = parseSigma(file(ordered('temporal', 'whoami, odd'))).rules;
  const text = file(ordered('temporal', 'whoami, odd'));
  const odd = parseSigma(
    'title: Odd\nname: odd\nlogsource: {category: process_creation, product: windows}\ndetection: {a: {Frobnication: 1}, condition: a}',
  );
  if (rule === undefined) throw new Error('no rule');
  const { problems } = convertToKql(rule, { target: 'xdr', rules: parseSigma(text).rules, otherRules: odd.rules });
  expect(problems.map(({ code, range }) => [code, text.slice(range.start, range.end)])).toContainEqual([
    'unmapped-field',
    'odd',
  ]);
});

test('what is only near to a group’s field is named, and refused where that is not wanted', () => {
  const text = file(counted('event_count', '{gte: 10}').replace('[User]', '[OriginalFileName]'));
  const { rules } = parseSigma(text);
  const [rule] = rules;
  if (rule === undefined) throw new Error('no rule');
  const near = convertToKql(rule, { target: 'asim', rules });
  expect(near.approximate).toBe(true);
  expect(near.problems.map(({ code }) => code)).toContain('approximate-mapping');
  expect(convertToKql(rule, { target: 'asim', rules, strict: true }).query).toBeUndefined();
});

test('rules on one table are read once, so that an event which both match counts once', () => {
  // The matcher counts events (specification, "Event Count"), not matches.
  const { query } = convertCorrelations(file(counted('event_count', '{gte: 10}')), 'xdr', 'corr');
  expect(query?.match(/DeviceProcessEvents/g)).toHaveLength(1);
});

test('rules on one table are read once also if only one of them asks for the field that they are grouped by', () => {
  // The matcher counts events (specification, "Event Count"), not matches.
  const text = `title: Corr
name: corr
correlation: { type: event_count, rules: [denied, deleted], group-by: [user.username], timespan: 1h, condition: { gte: 2 } }
---
title: Denied
name: denied
logsource: { product: kubernetes, service: audit }
detection: { selection: { responseStatus.code: 403 }, filter: { user.username|startswith: 'system:' }, condition: selection and not filter }
---
title: Deleted
name: deleted
logsource: { product: kubernetes, service: audit }
detection: { selection: { verb: delete, objectRef.resource: secrets }, condition: selection }`;
  const { query = '', problems } = convertCorrelations(text, 'workspace', 'corr');
  expect(analyse(query, 'workspace')).toEqual([]);
  expect(query.match(/AKSAudit/g)).toHaveLength(1);
  expect(problems).toEqual([]);
}, 20_000);

test('a list to group by is named, because its values count as one', () => {
  // The matcher counts each of its elements (specification, "group-by": fields, of which a list has several values).
  const text = `title: Corr
name: corr
correlation: { type: event_count, rules: [okta], group-by: [target.displayName], timespan: 1h, condition: { gte: 2 } }
---
title: Okta
name: okta
logsource: { product: okta, service: okta }
detection: { selection: { eventType: policy.evaluate_sign_on }, condition: selection }`;
  const { problems } = convertCorrelations(text, 'workspace', 'corr');
  expect(problems.map(({ message }) => message)).toContain(
    '`target.displayName` may be a list in `OktaV2_CL`, which counts as one value.',
  );
});

test('rules on one table whose fields lie in its JSON parse it before they read it', () => {
  // A column cannot be read in the `extend` that makes it (KQL, "extend operator").
  const text = `title: Corr
name: corr
correlation: { type: event_count, rules: [tunnel, onion], group-by: [query], timespan: 1h, condition: { gte: 2 } }
---
title: Tunnel
name: tunnel
logsource: { product: zeek, service: dns }
detection: { selection: { query|contains: tunnel, qtype_name: TXT }, condition: selection }
---
title: Onion
name: onion
logsource: { category: dns }
detection: { selection: { query|endswith: .onion }, condition: selection }`;
  const { query = '' } = convertCorrelations(text, 'xdr', 'corr');
  expect(analyse(query, 'xdr')).toEqual([]);
  expect(query.match(/parse_json/g)).toHaveLength(1);
}, 20_000);

test('the time that is looked back on is that of every table', () => {
  const text = file(ordered('temporal', 'whoami, connection'));
  const { rules } = parseSigma(text);
  const [rule] = rules;
  if (rule === undefined) throw new Error('no rule');
  const { query } = convertToKql(rule, { target: 'xdr', rules, timeRange: '1d' });
  expect(query?.match(/Timestamp > ago\(1d\)/g)).toHaveLength(2);
});

test('a header comes before everything', () => {
  const { rules } = parseSigma(file(counted('event_count', '{gte: 10}')));
  const [rule] = rules;
  if (rule === undefined) throw new Error('no rule');
  expect(convertToKql(rule, { target: 'xdr', rules, header: true }).query).toMatch(/^\/\/ Corr\nlet Events = /);
});
