import type { SigmaRule } from '../sigma/rule.ts';
import { correlation, detection, filter, type SchemaError } from './generated/validators.js';
import { plainDocument } from './plainValue.ts';
import { type SchemaNode, schemaAt } from './schemaNode.ts';

/**
 * What a document's JSON Schema has against it, with the pile of errors that one mistake causes reduced to one.
 * `path` leads from the document's root to the mapping that lacks or has a key, or to the wrong value.
 */
export type SchemaFinding =
  /** None of `keys` is there, one is needed. */
  | { readonly cause: 'missing'; readonly path: readonly string[]; readonly keys: readonly string[] }
  | { readonly cause: 'unknown'; readonly path: readonly string[]; readonly key: string }
  | { readonly cause: ValueCause; readonly path: readonly string[]; readonly schema: SchemaNode };

/** `choice`: not one of the allowed words; `form`: does not have the form of a date, an id and so on. */
export type ValueCause = 'type' | 'choice' | 'empty' | 'form' | 'length' | 'bounds';

export function schemaFindings(rule: SigmaRule): readonly SchemaFinding[] {
  const validate = validators[rule.kind];
  if (validate(plainDocument(rule.node))) return [];
  const errors = validate.errors?.slice(0, 1000) ?? [];
  const alternatives = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.schemaPath);
  const findings = new Map<string, SchemaFinding>();
  const add = (key: string, finding: SchemaFinding) => {
    if (!findings.has(key)) findings.set(key, finding);
  };

  for (const error of errors) {
    const path = segmentsOf(error.instancePath);
    const alternative = alternatives.find((schemaPath) => error.schemaPath.startsWith(`${schemaPath}/`));
    if (alternative !== undefined) {
      const keys = errors.filter((other) => other.schemaPath.startsWith(`${alternative}/`)).map(missingKey);
      add(`${error.instancePath} ${alternative}`, { cause: 'missing', path, keys });
    } else if (error.keyword === 'required') {
      add(`${error.instancePath} missing ${missingKey(error)}`, { cause: 'missing', path, keys: [missingKey(error)] });
    } else if (error.keyword === 'additionalProperties') {
      const key = String(error.params.additionalProperty);
      add(`${error.instancePath} unknown ${key}`, { cause: 'unknown', path, key });
    }
  }
  for (const [keyword, cause] of valueCauses) {
    for (const error of errors) {
      if (error.keyword !== keyword) continue;
      const path = segmentsOf(error.instancePath);
      add(error.instancePath, { cause, path, schema: schemaAt(rule.kind, path) ?? {} });
    }
  }
  return [...findings.values()].slice(0, maximumOfFindings);
}

/** What is wrong in more places than this is no rule, and nobody reads so many findings. */
const maximumOfFindings = 100;

const validators = { detection, correlation, filter };

/** In the order of importance: of several errors of one value the first counts. */
const valueCauses: readonly (readonly [keyword: string, cause: ValueCause])[] = [
  ['type', 'type'],
  ['enum', 'choice'],
  ['minLength', 'empty'],
  ['minItems', 'empty'],
  ['pattern', 'form'],
  ['maxLength', 'length'],
  ['minimum', 'bounds'],
  ['maximum', 'bounds'],
];

function missingKey(error: SchemaError): string {
  return String(error.params.missingProperty);
}

/** The parts of a JSON pointer (RFC 6901). */
function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
