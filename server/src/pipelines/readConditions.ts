import { nearest } from '../sigma/nearest.ts';
import type { Located } from '../sigma/rule.ts';
import { deref, entriesOf, keyText } from '../yaml/navigate.ts';
import type { YamlMapping, YamlNode } from '../yaml/tree.ts';
import { parseExpression } from './conditionExpression.ts';
import type {
  AppliedCondition,
  Conditions,
  FieldCondition,
  ItemCondition,
  Relation,
  RuleCondition,
  StateCondition,
} from './pipeline.ts';
import {
  flagAt,
  nodeOf,
  offsetsOf,
  patternAt,
  patternOf,
  type Reading,
  report,
  scalarOf,
  textAt,
  textsAt,
  visibleRange,
} from './reading.ts';
import { typeOf } from './schemaProblems.ts';

/** The conditions of one kind that an item has, such as `rule_conditions` with `rule_cond_op` and its like. */
export function readConditions<Condition>(
  item: YamlMapping,
  prefix: 'rule' | 'detection_item' | 'field_name',
  read: (mapping: YamlMapping, reading: Reading) => Condition | undefined,
  reading: Reading,
): Conditions<Condition> {
  const list = deref(nodeOf(item, `${prefix}_conditions`));
  const nodes: (readonly [string, YamlNode])[] =
    list?.kind === 'sequence'
      ? list.items.map((node, index) => [String(index), node])
      : list?.kind === 'mapping'
        ? entriesOf(list).map((entry) => [keyText(entry) ?? '', entry.value])
        : [];
  const conditions = new Map<string, Condition>();
  for (const [name, node] of nodes) {
    const mapping = deref(node);
    const condition = mapping?.kind === 'mapping' ? read(mapping, reading) : undefined;
    if (condition !== undefined) conditions.set(name, condition);
  }
  const negated = flagAt(item, `${prefix}_cond_not`);
  const names = list?.kind === 'mapping' ? nodes.map(([name]) => name) : undefined;
  const expression = readExpression(item, prefix, names, reading);
  const operator = textAt(item, `${prefix}_cond_op`);
  return { conditions, negated, join: expression ?? (operator === 'or' ? 'or' : 'and') };
}

function readExpression(
  item: YamlMapping,
  prefix: string,
  names: readonly string[] | undefined,
  reading: Reading,
): Exclude<Conditions<unknown>['join'], string> | undefined {
  const key = `${prefix}_cond_expr`;
  const scalar = scalarOf(item, key);
  if (typeof scalar?.value !== 'string') return undefined;
  const fail = (message: string, range = visibleRange(scalar)) =>
    report(reading, { code: 'pipeline-condition-expression', message, range });
  if (names === undefined) {
    fail(
      `\`${key}\` joins conditions by their names. Write \`${prefix}_conditions\` as a mapping of names to conditions.`,
    );
    return undefined;
  }
  if (scalarOf(item, `${prefix}_cond_op`) !== undefined) {
    fail(`\`${key}\` and \`${prefix}_cond_op\` exclude each other. Remove one of them.`);
  }
  const { expression, names: used, fault } = parseExpression(scalar.value, offsetsOf(scalar, reading));
  if (fault !== undefined) fail(fault.message, fault.range);
  for (const { name, range } of used) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    fail(`There is no condition \`${name}\`.${near === undefined ? '' : ` Did you mean \`${near}\`?`}`, range);
  }
  const unused = names.filter((name) => !used.some((each) => each.name === name));
  if (fault === undefined && unused.length > 0)
    fail(
      `The expression never uses ${unused.map((name) => `\`${name}\``).join(', ')}. Name every condition, or remove it.`,
    );
  return expression;
}

export function readRuleCondition(mapping: YamlMapping, reading: Reading): RuleCondition | undefined {
  switch (typeOf(mapping)) {
    case 'logsource':
      return { kind: 'logsource', logsource: readLogsource(mapping) };
    case 'contains_detection_item':
      return { kind: 'containsItem', field: textAt(mapping, 'field') ?? '', value: scalarOf(mapping, 'value')?.value };
    case 'contains_field':
      return { kind: 'containsField', field: textAt(mapping, 'field') ?? '' };
    case 'is_sigma_rule':
      return { kind: 'isRule' };
    case 'is_sigma_correlation_rule':
      return { kind: 'isCorrelation' };
    case 'rule_attribute':
      return readAttribute(mapping, reading);
    case 'tag':
      return { kind: 'tag', tag: textAt(mapping, 'tag') ?? '' };
    default:
      return readStateOrApplied(mapping, reading);
  }
}

export function readItemCondition(mapping: YamlMapping, reading: Reading): ItemCondition | undefined {
  const of = textAt(mapping, 'cond') === 'all' ? 'all' : 'any';
  switch (typeOf(mapping)) {
    case 'match_string': {
      const pattern = patternAt(mapping, 'pattern', reading);
      return pattern && { kind: 'matchString', of, pattern, negated: flagAt(mapping, 'negate') };
    }
    case 'match_value':
      return { kind: 'matchValue', of, value: scalarOf(mapping, 'value')?.value };
    case 'contains_wildcard':
      return { kind: 'wildcard', of };
    case 'is_null':
      return { kind: 'null', of };
    default:
      return readStateOrApplied(mapping, reading);
  }
}

export function readFieldCondition(mapping: YamlMapping, reading: Reading): FieldCondition | undefined {
  const type = typeOf(mapping);
  if (type !== 'include_fields' && type !== 'exclude_fields') return readStateOrApplied(mapping, reading);
  const excluded = type === 'exclude_fields';
  if (textAt(mapping, 'mode') !== 're') return { kind: 'names', names: new Set(textsAt(mapping, 'fields')), excluded };
  const list = deref(nodeOf(mapping, 'fields'));
  const patterns = (list?.kind === 'sequence' ? list.items : []).flatMap((item) => {
    const scalar = deref(item);
    return (scalar?.kind === 'scalar' ? patternOf(scalar, reading) : undefined) ?? [];
  });
  return { kind: 'patterns', patterns, excluded };
}

export function readLogsource(mapping: YamlMapping) {
  const [category, product, service] = ['category', 'product', 'service'].map((key) => textAt(mapping, key));
  return {
    ...(category !== undefined && { category }),
    ...(product !== undefined && { product }),
    ...(service !== undefined && { service }),
  };
}

const ordered: Readonly<Record<string, readonly string[] | undefined>> = {
  level: ['informational', 'low', 'medium', 'high', 'critical'],
  status: ['unsupported', 'deprecated', 'experimental', 'test', 'stable'],
};

/** The words of `level` or `status` from the least to the most (pySigma, `SigmaLevel` and `SigmaStatus`). */
export function orderOf(attribute: string): readonly string[] | undefined {
  return Object.hasOwn(ordered, attribute) ? ordered[attribute] : undefined;
}

function readAttribute(mapping: YamlMapping, reading: Reading): RuleCondition | undefined {
  const name = textAt(mapping, 'attribute');
  const scalar = scalarOf(mapping, 'value');
  const value = typeof scalar?.value === 'bigint' ? Number(scalar.value) : scalar?.value;
  if (name === undefined || scalar === undefined) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const words = orderOf(name);
  if (words !== undefined && !words.includes(String(value).toLowerCase())) {
    const known = words.map((word) => `\`${word}\``).join(', ');
    const message = `\`${value}\` is no \`${name}\`. Use one of ${known}.`;
    report(reading, { code: 'pipeline-invalid-value', message, range: visibleRange(scalar) });
  }
  const operator = textAt(mapping, 'op') ?? 'eq';
  return {
    kind: 'attribute',
    name,
    value,
    relation: operator === 'in' || operator === 'not_in' ? operator : relation(operator),
  };
}

function readStateOrApplied(mapping: YamlMapping, reading: Reading): StateCondition | AppliedCondition | undefined {
  switch (typeOf(mapping)) {
    case 'processing_state':
      return {
        kind: 'state',
        key: textAt(mapping, 'key') ?? '',
        value: scalarOf(mapping, 'val')?.value,
        relation: relation(textAt(mapping, 'op') ?? 'eq'),
      };
    case 'processing_item_applied': {
      const scalar = scalarOf(mapping, 'processing_item_id');
      if (typeof scalar?.value !== 'string') return undefined;
      const id: Located<string> = { value: scalar.value, range: visibleRange(scalar) };
      reading.wanted.push(id);
      return { kind: 'applied', id };
    }
    default:
      return undefined;
  }
}

function relation(word: string): Relation {
  return relations.find((each) => each === word) ?? 'eq';
}

const relations: readonly Relation[] = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt'];
