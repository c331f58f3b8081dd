import type { Expression } from '../../sigma/expression.ts';
import { isScalar, someScalar, textOf } from '../event.ts';
import { fold } from '../fold.ts';
import { type Frame, fieldOf, foldedKeywords, foldedText, readField } from '../frame.ts';
import { type Clause, type FieldLiteral, rarest, requiredClauses } from './required.ts';
import { compileScan, type Scan } from './scan.ts';

/**
 * Finds the positions, in no order, of the expressions that the frame's event may match: those with a literal of each of
 * their clauses in the event, and those of which no literal is required.
 */
export function compileCandidates(expressions: readonly Expression[], frame: Frame): () => readonly number[] {
  const required = expressions.map(requiredClauses);
  const { numberOf, clauses } = numberClauses(required);
  const uses = countUses(clauses);
  const always: number[] = [];
  const led: Led[][] = clauses.map(() => []);
  for (const [position, own] of required.entries()) {
    const lead = rarest(own, (literal) => weightOf(literal, uses.get(keyOf(literal)) ?? 1));
    if (lead === undefined) always.push(position);
    else led[numberOf(lead)]?.push({ position, others: own.filter((clause) => clause !== lead).map(numberOf) });
  }
  const foundIn = new Int32Array(clauses.length);
  const leading: number[] = [];
  const scans = compileScans(clauses, frame, (clause) => {
    if (foundIn[clause] === frame.generation) return;
    foundIn[clause] = frame.generation;
    if (led[clause]?.length !== 0) leading.push(clause);
  });
  return () => {
    leading.length = 0;
    for (const scan of scans) scan();
    const candidates = [...always];
    for (const clause of leading) {
      for (const { position, others } of led[clause] ?? []) {
        if (others.every((other) => foundIn[other] === frame.generation)) candidates.push(position);
      }
    }
    return candidates;
  };
}

/** An expression that is looked at when its rarest clause holds. */
interface Led {
  readonly position: number;
  /** Its further clauses. */
  readonly others: readonly number[];
}

/** Equal clauses of several expressions have one number. */
function numberClauses(required: readonly (readonly Clause[])[]): {
  clauses: Clause[];
  numberOf: (clause: Clause) => number;
} {
  const clauses: Clause[] = [];
  const byKey = new Map<string, number>();
  const numbers = new Map<Clause, number>();
  for (const clause of required.flat()) {
    const key = [...new Set(clause.map(keyOf))].sort().join('\n');
    const number = byKey.get(key) ?? clauses.push(clause) - 1;
    byKey.set(key, number);
    numbers.set(clause, number);
  }
  return { clauses, numberOf: (clause) => numbers.get(clause) ?? 0 };
}

function keyOf({ field, place, text }: FieldLiteral): string {
  return JSON.stringify([field ?? null, place, text]);
}

function countUses(clauses: readonly Clause[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const clause of clauses) {
    for (const key of clause.map(keyOf)) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  return uses;
}

/** What many rules ask for is what is found often, and so is what is short. */
function weightOf({ text }: FieldLiteral, uses: number): number {
  return uses * (1 + 64 * 0.5 ** text.length);
}

function compileScans(
  clauses: readonly Clause[],
  frame: Frame,
  found: (clause: number) => void,
): readonly (() => void)[] {
  const fields = new Map<string | undefined, Map<string, { literal: FieldLiteral; clauses: number[] }>>();
  for (const [number, clause] of clauses.entries()) {
    for (const literal of clause) {
      const literals = fields.get(literal.field) ?? new Map<string, { literal: FieldLiteral; clauses: number[] }>();
      fields.set(literal.field, literals);
      const key = keyOf(literal);
      const known = literals.get(key);
      if (known === undefined) literals.set(key, { literal, clauses: [number] });
      else known.clauses.push(number);
    }
  }
  return [...fields].map(([field, literals]) => {
    const list = [...literals.values()];
    const scan = compileScan(list.map(({ literal }) => literal));
    const tell = (index: number): void => {
      for (const clause of list[index]?.clauses ?? []) found(clause);
    };
    return field === undefined ? keywordScan(scan, tell, frame) : fieldScan(scan, tell, field, frame);
  });
}

function fieldScan(scan: Scan, tell: (literal: number) => void, name: string, frame: Frame): () => void {
  const field = fieldOf(frame, name);
  return () => {
    const value = readField(frame, field);
    if (typeof value === 'string') scan(foldedText(field, value), frame.generation, tell);
    else if (isScalar(value)) scan(fold(textOf(value)), frame.generation, tell);
    else if (Array.isArray(value)) {
      someScalar(value, (scalar) => {
        scan(fold(textOf(scalar)), frame.generation, tell);
        return false;
      });
    }
  };
}

function keywordScan(scan: Scan, tell: (literal: number) => void, frame: Frame): () => void {
  return () => {
    for (const text of foldedKeywords(frame)) scan(text, frame.generation, tell);
  };
}
