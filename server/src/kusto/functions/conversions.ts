import { conversion, toDynamic } from '../values/convert.ts';
import { parseJson } from '../values/json.ts';
import { Boxed, type Dynamic, isArray, isBag, type ScalarType, type Value } from '../values/value.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';

/** From any type to the named one (documentation: `tostring`, `toint` and their like). */
const to = (type: ScalarType): ScalarFunction => ({
  parameters: ['any'],
  nulls: 'given',
  bind: ({ types }) => conversion(types[0] ?? 'dynamic', type) as (...values: Value[]) => Value,
});

const parse: ScalarFunction = {
  parameters: ['any'],
  nulls: 'given',
  bind: ({ types }) => {
    const [type = 'dynamic'] = types;
    if (type !== 'string') return (value = null) => toDynamic(value, type);
    return (text = '') => {
      const json = text === '' ? null : parseJson(String(text));
      return json === undefined ? text : json;
    };
  },
};

export const conversions: FunctionFamily = {
  tostring: to('string'),
  toint: to('int'),
  tolong: to('long'),
  toreal: to('real'),
  todouble: to('real'),
  todecimal: to('decimal'),
  tobool: to('bool'),
  toboolean: to('bool'),
  todatetime: to('datetime'),
  totimespan: to('timespan'),
  totime: to('timespan'),
  toguid: to('guid'),
  todynamic: parse,
  parse_json: parse,
  parsejson: parse,
  toobject: parse,
  gettype: {
    parameters: ['any'],
    nulls: 'given',
    bind: ({ types }) => {
      const [type = 'dynamic'] = types;
      return (value = null) => (type === 'dynamic' ? kindOf(value as Dynamic) : type);
    },
  },
};

function kindOf(value: Dynamic): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (isBag(value)) return 'dictionary';
  if (value instanceof Boxed) return value.type;
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'bigint' ? 'long' : 'string';
}
