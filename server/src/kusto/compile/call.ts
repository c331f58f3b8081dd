import { type Expression, folded, noRow } from '../expression.ts';
import { Failure } from '../failure.ts';
import type { ParameterType, ScalarFunction } from '../functions/function.ts';
import { scalarFunction } from '../functions/table.ts';
import { notImplemented, rangeOf, refused, type Scope, scalar } from '../scope.ts';
import { listOf, nameOf, partOf, type Syntax, scalarTypeOf } from '../syntax.ts';
import { checkSize } from '../values/bounds.ts';
import { conversion } from '../values/convert.ts';
import type { ScalarType, Value } from '../values/value.ts';
import { conditionals } from './conditionals.ts';
import { scalarBody } from './inline.ts';
import { patternOf } from './textOperators.ts';
import { windowFunctions } from './windows.ts';

/** A call of a scalar function: of the workspace or a `let`, one that reads its arguments lazily, or one of the table. */
export function call(node: Syntax, scope: Scope): Expression {
  const name = nameOf(partOf(node, 'Name'));
  const aggregate = scope.aggregate?.(node);
  if (aggregate !== undefined) return aggregate;
  const body = scalarBody(node, scope);
  if (body !== undefined) return body;
  const special = conditionals.get(name) ?? windowFunctions.get(name);
  if (special !== undefined) return special(node, scope);
  const known = scalarFunction(name);
  if (known === undefined) throw notImplemented(`The function \`${name}\``, node, scope);
  return callOf(known, listOf(partOf(node, 'ArgumentList'), 'Expressions'), node, scope);
}

function callOf(known: ScalarFunction, nodes: readonly Syntax[], node: Syntax, scope: Scope): Expression {
  const given = nodes.map((each) => scalar(each, scope));
  const result = scalarTypeOf(node.ResultType) ?? given[0]?.type ?? 'dynamic';
  const prepared = given.map((each, index) => prepare(each, parameterAt(known, index), nodes[index] ?? node, scope));
  const apply = applied(
    functionOf(known, given, result, node, scope),
    prepared,
    known.nulls === 'given',
    result === 'string' ? '' : null,
  );
  const isNested = result === 'dynamic' && given.some(({ type }) => type === 'dynamic');
  const mayGrow = result === 'string' || result === 'dynamic';
  const evaluate = (row: object) => {
    try {
      const value = apply(row);
      if (mayGrow) checkSize(value, isNested);
      return value;
    } catch (error) {
      throw placed(error, node, scope);
    }
  };
  return known.volatile ? { type: result, evaluate, constant: false } : folded(result, given, evaluate);
}

function functionOf(
  known: ScalarFunction,
  given: readonly Expression[],
  result: ScalarType,
  node: Syntax,
  scope: Scope,
): (...values: Value[]) => Value {
  if (known.bind === undefined) {
    if (known.evaluate === undefined) throw new Error('A function needs `evaluate` or `bind`');
    return known.evaluate;
  }
  try {
    return known.bind({
      types: given.map(({ type }) => type),
      result,
      now: scope.context.now,
      tick: scope.context.budget.tick,
      constants: given.map((each) => (each.constant ? each.evaluate(noRow) : undefined)),
      refused: (message) => refused(message, node, scope),
    });
  } catch (error) {
    throw placed(error, node, scope);
  }
}

/** A failure without a place is at the call, and so is a text, an array or a depth beyond what JavaScript holds. */
function placed(error: unknown, node: Syntax, scope: Scope): unknown {
  if (error instanceof RangeError)
    return new Failure('kql-limit', `The query was stopped: ${error.message}.`, rangeOf(node, scope));
  if (!(error instanceof Failure) || error.range !== undefined) return error;
  return new Failure(error.code, error.message, rangeOf(node, scope));
}

function parameterAt({ parameters }: ScalarFunction, index: number): ParameterType {
  return parameters[Math.min(index, parameters.length - 1)] ?? 'any';
}

function prepare(given: Expression, wanted: ParameterType, node: Syntax, scope: Scope): (row: object) => Value {
  const { type, evaluate } = given;
  if (wanted === 'any') return evaluate;
  if (wanted === 'regex' && given.constant) patternOf(String(evaluate(noRow)), node, scope);
  const target = wanted === 'size' ? 'long' : wanted === 'regex' ? 'string' : wanted;
  const convert = type === target ? undefined : conversion(type, target);
  if (wanted === 'size') return (row) => plainNumber(convert === undefined ? evaluate(row) : convert(evaluate(row)));
  if (convert === undefined) return evaluate;
  if (type !== 'dynamic' || target !== 'string') return (row) => convert(evaluate(row));
  return (row) => {
    const text = convert(evaluate(row));
    checkSize(text, false);
    return text;
  };
}

function plainNumber(value: Value): Value {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Calls with one and two arguments are most of all calls, and have a form of their own. */
function applied(
  run: (...values: Value[]) => Value,
  readers: readonly ((row: object) => Value)[],
  nulls: boolean,
  missing: Value,
): (row: object) => Value {
  const [first, second] = readers;
  if (readers.length === 1 && first !== undefined) {
    return (row) => {
      const one = first(row);
      return one === null && !nulls ? missing : run(one);
    };
  }
  if (readers.length === 2 && first !== undefined && second !== undefined) {
    return (row) => {
      const [one, other] = [first(row), second(row)];
      return (one === null || other === null) && !nulls ? missing : run(one, other);
    };
  }
  return (row) => {
    const values = readers.map((read) => read(row));
    return !nulls && values.includes(null) ? missing : run(...values);
  };
}
