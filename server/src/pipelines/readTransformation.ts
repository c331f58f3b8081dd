import { toPlain } from '../yaml/plain.ts';
import type { YamlMapping } from '../yaml/tree.ts';
import { readConditionsOf } from './addCondition.ts';
import type { Chosen, ProcessingItem, Transformation } from './pipeline.ts';
import {
  readConditions,
  readFieldCondition,
  readItemCondition,
  readLogsource,
  readRuleCondition,
} from './readConditions.ts';
import {
  flagAt,
  mappingsOf,
  namesAt,
  nodeOf,
  patternAt,
  type Reading,
  replacementAt,
  report,
  scalarOf,
  textAt,
  textsAt,
  visibleRange,
} from './reading.ts';
import { readValueFile } from './readValueFile.ts';
import { typeOf } from './schemaProblems.ts';

/** Reads one item of `transformations`; undefined when it is none, which the schema or `reading` then says. */
export function readItem(mapping: YamlMapping, reading: Reading): ProcessingItem<Transformation> | undefined {
  const conditions = {
    rule: readConditions(mapping, 'rule', readRuleCondition, reading),
    item: readConditions(mapping, 'detection_item', readItemCondition, reading),
    field: readConditions(mapping, 'field_name', readFieldCondition, reading),
  };
  const head = readHead(mapping, reading);
  const action = readAction(mapping, reading);
  return action && { ...head, ...conditions, action };
}

/** The `id`, which no other item may have, and what people call the item. */
export function readHead(mapping: YamlMapping, reading: Reading): { readonly id?: string; readonly label: string } {
  const label = typeOf(mapping) ?? '';
  const scalar = scalarOf(mapping, 'id');
  if (typeof scalar?.value !== 'string' || scalar.value === '') return { label };
  const range = visibleRange(scalar);
  const first = reading.ids.get(scalar.value);
  if (first === undefined) reading.ids.set(scalar.value, range);
  else {
    report(reading, {
      code: 'pipeline-duplicate-id',
      severity: 'warning',
      message: `Another item has the id \`${scalar.value}\` too, so a condition cannot tell them apart. Give it another one.`,
      range,
      related: [{ message: 'The first one.', range: first }],
    });
  }
  return { id: scalar.value, label: scalar.value };
}

function readAction(mapping: YamlMapping, reading: Reading): Transformation | undefined {
  switch (typeOf(mapping)) {
    case 'field_name_mapping': {
      const names = namesAt(mapping, 'mapping');
      return names && { kind: 'fieldMapping', mapping: names };
    }
    case 'field_name_prefix_mapping': {
      const names = [...(namesAt(mapping, 'mapping') ?? [])];
      return { kind: 'fieldPrefixMapping', mapping: new Map(names.map(([name, to]) => [name ?? 'null', to])) };
    }
    case 'field_name_prefix':
      return { kind: 'fieldAffixes', prefix: textAt(mapping, 'prefix') ?? '', suffix: '' };
    case 'field_name_suffix':
      return { kind: 'fieldAffixes', prefix: '', suffix: textAt(mapping, 'suffix') ?? '' };
    case 'field_name_transform':
      return refuse(
        mapping,
        reading,
        'needs a Python function, which a file cannot hold. Use `field_name_mapping` or `field_name_prefix_mapping`',
      );
    case 'file_placeholders': {
      const file = readValueFile(mapping, reading);
      const chosen = readChosen(mapping, reading);
      return file && { kind: 'placeholders', by: { kind: 'file', file }, chosen };
    }
    case 'http_placeholders':
      return refuse(mapping, reading, `asks a server, and nothing here leaves the machine. ${instead}`);
    case 'command_placeholders':
      return refuse(mapping, reading, `runs a command, and nothing of a pipeline is run here. ${instead}`);
    case 'drop_detection_item':
      return { kind: 'drop' };
    case 'hashes_fields':
      return {
        kind: 'hashes',
        algorithms: textsAt(mapping, 'valid_hash_algos') ?? [],
        prefix: textAt(mapping, 'field_prefix') ?? '',
        dropAlgorithm: flagAt(mapping, 'drop_algo_prefix'),
      };
    case 'wildcard_placeholders':
      return { kind: 'placeholders', by: { kind: 'wildcard' }, chosen: readChosen(mapping, reading) };
    case 'value_placeholders':
      return { kind: 'placeholders', by: { kind: 'variables' }, chosen: readChosen(mapping, reading) };
    case 'query_expression_placeholders': {
      const expression = textAt(mapping, 'expression') ?? '';
      const ids = [...(namesAt(mapping, 'mapping') ?? [])];
      const named = new Map(ids.map(([name, [id = '']]) => [name ?? 'null', id]));
      return {
        kind: 'placeholders',
        by: { kind: 'query', expression, mapping: named },
        chosen: readChosen(mapping, reading),
      };
    }
    case 'add_condition': {
      const conditions = nodeOf(mapping, 'conditions');
      if (conditions !== undefined) readConditionsOf(conditions, reading.document, reading.problems);
      const name = textAt(mapping, 'name');
      return (
        conditions && {
          kind: 'addCondition',
          ...(name !== undefined && { name }),
          conditions,
          document: reading.document,
          template: flagAt(mapping, 'template'),
          negated: flagAt(mapping, 'negated'),
        }
      );
    }
    case 'change_logsource':
      return { kind: 'changeLogsource', logsource: readLogsource(mapping) };
    case 'add_field':
      return { kind: 'fields', change: 'add', names: textsAt(mapping, 'field') ?? [] };
    case 'remove_field':
      return { kind: 'fields', change: 'remove', names: textsAt(mapping, 'field') ?? [] };
    case 'set_field':
      return { kind: 'fields', change: 'set', names: textsAt(mapping, 'fields') ?? [] };
    case 'replace_string': {
      const pattern = patternAt(mapping, 'regex', reading);
      const replacement = pattern && replacementAt(mapping, 'replacement', pattern, reading);
      return (
        pattern &&
        replacement && {
          kind: 'replaceString',
          pattern,
          replacement,
          skipSpecial: flagAt(mapping, 'skip_special'),
          interpretSpecial: flagAt(mapping, 'interpret_special'),
        }
      );
    }
    case 'map_string': {
      const names = [...(namesAt(mapping, 'mapping') ?? [])];
      return { kind: 'mapString', mapping: new Map(names.map(([name, to]) => [name ?? 'null', to])) };
    }
    case 'set_state':
      return { kind: 'setState', key: textAt(mapping, 'key') ?? '', value: toPlain(nodeOf(mapping, 'val')) };
    case 'regex':
      return { kind: 'regex', ignoreCase: textAt(mapping, 'method') !== 'plain' };
    case 'set_value':
      return readSetValue(mapping, reading);
    case 'convert_type':
      return { kind: 'convertType', to: textAt(mapping, 'target_type') === 'num' ? 'num' : 'str' };
    case 'case': {
      const method = textAt(mapping, 'method');
      return { kind: 'case', method: method === 'upper' || method === 'snake_case' ? method : 'lower' };
    }
    case 'rule_failure':
      return { kind: 'ruleFailure', message: textAt(mapping, 'message') ?? '' };
    case 'detection_item_failure':
      return { kind: 'itemFailure', message: textAt(mapping, 'message') ?? '' };
    case 'strict_field_mapping_failure':
      return { kind: 'strictMapping' };
    case 'set_custom_attribute':
      return {
        kind: 'setAttribute',
        name: textAt(mapping, 'attribute') ?? '',
        value: toPlain(nodeOf(mapping, 'value')),
      };
    case 'nest':
      return { kind: 'nest', items: readItems(mapping, reading) };
    default:
      return undefined;
  }
}

const instead = 'Keep the values in a file for `file_placeholders`, or under `vars` for `value_placeholders`';

function readItems(mapping: YamlMapping, reading: Reading): ProcessingItem<Transformation>[] {
  return mappingsOf(nodeOf(mapping, 'items')).flatMap((item) => readItem(item, reading) ?? []);
}

function refuse(mapping: YamlMapping, reading: Reading, why: string): undefined {
  const scalar = scalarOf(mapping, 'type');
  if (scalar !== undefined)
    report(reading, {
      code: 'pipeline-unsupported',
      message: `\`${scalar.text}\` ${why}.`,
      range: visibleRange(scalar),
    });
  return undefined;
}

function readChosen(mapping: YamlMapping, reading: Reading): Chosen {
  const include = textsAt(mapping, 'include');
  const exclude = textsAt(mapping, 'exclude');
  const node = nodeOf(mapping, 'exclude');
  if (include !== undefined && exclude !== undefined && node !== undefined)
    report(reading, {
      code: 'pipeline-invalid-value',
      message: '`include` and `exclude` exclude each other. Remove one of them.',
      range: node.range,
    });
  return { ...(include !== undefined && { include }), ...(exclude !== undefined && { exclude }) };
}

function readSetValue(mapping: YamlMapping, reading: Reading): Transformation | undefined {
  const scalar = scalarOf(mapping, 'value');
  if (scalar === undefined) return undefined;
  const { value } = scalar;
  const type = textAt(mapping, 'force_type');
  const fail = (message: string) =>
    report(reading, { code: 'pipeline-invalid-value', message, range: visibleRange(scalar) });
  if (type !== undefined && (value === null || typeof value === 'boolean')) {
    fail('`force_type` is for texts and numbers.');
    return undefined;
  }
  if (type === 'str') return { kind: 'setValue', value: String(value) };
  if (type !== 'num') return { kind: 'setValue', value };
  const number = numberIn(String(value));
  if (number === undefined) fail(`\`${scalar.text}\` is no number.`);
  return number === undefined ? undefined : { kind: 'setValue', value: number };
}

/** A text as a number, exact whatever its length; undefined when it is none. */
export function numberIn(text: string): number | bigint | undefined {
  const trimmed = text.trim();
  if (/^[+-]?\d+$/.test(trimmed)) {
    const exact = BigInt(trimmed.replace('+', ''));
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) && Number.isFinite(Number(trimmed))
    ? Number(trimmed)
    : undefined;
}
