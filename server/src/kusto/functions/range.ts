import { mostElements } from '../values/bounds.ts';
import { toDynamic } from '../values/convert.ts';
import { add } from '../values/long.ts';
import { tick } from '../values/timespan.ts';
import type { Dynamic, ScalarType, Value } from '../values/value.ts';
import type { Call, FunctionFamily } from './function.ts';

/** `range` as a function: equally spaced values as an array, of at most 2^20. */
export const ranges: FunctionFamily = { range: { parameters: ['any'], bind: range } };

function range({ types, refused }: Call): (...values: Value[]) => Value {
  const type = typeOf(types);
  if (type === undefined) throw refused('`range` needs numbers, dates or timespans, all of one kind.');
  return (start, stop, step = type === 'datetime' || type === 'timespan' ? tick.hour : 1) => {
    const [first, last, by] = [start, stop, step] as (number | bigint)[];
    const items: Dynamic[] = [];
    if (first === undefined || last === undefined || by === undefined || Number(by) === 0) return null;
    const beyond = (value: number | bigint) => (by > 0 ? value > last : value < last);
    for (let value = first; !beyond(value) && items.length < mostElements; value = next(value, by, type))
      items.push(toDynamic(value, type));
    return items;
  };
}

function next(value: number | bigint, step: number | bigint, type: ScalarType): number | bigint {
  if (type === 'real') return Number(value) + Number(step);
  return type === 'long' ? add(value, step) : BigInt(value) + BigInt(step);
}

/** Of the elements; the step of dates is a timespan. */
function typeOf([start, stop, step]: readonly ScalarType[]): ScalarType | undefined {
  if (start === 'datetime' || start === 'timespan')
    return start === stop && (step === undefined || step === 'timespan') ? start : undefined;
  const numbers = [start, stop, step ?? 'long'];
  if (numbers.every((type) => type === 'int' || type === 'long')) return 'long';
  return numbers.every((type) => type === 'int' || type === 'long' || type === 'real') ? 'real' : undefined;
}
