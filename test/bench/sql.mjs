// @ts-check

/** @typedef {import('../../server/src/index.ts').Expression} Expression */
/** @typedef {import('../../server/src/index.ts').Item} Item */
/** @typedef {import('../../server/src/index.ts').Test} Test */

/**
 * A rule's expression as a condition in DuckDB's SQL, the fastest that is equal: each text column is there as it is, and
 * in lower case with `_lower` behind its name.
 *
 * @param {Expression} expression
 * @param {ReadonlySet<string>} columns
 * @returns {string | undefined} nothing where SQL has no simple words for it.
 */
export function sqlOf(expression, columns) {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return joined(
        expression.operands.map((operand) => sqlOf(operand, columns)),
        expression.kind,
      );
    case 'not': {
      const operand = sqlOf(expression.operand, columns);
      return operand && `(NOT ${operand})`;
    }
    case 'selection':
      return sqlOf(expression.operand, columns);
    case 'item':
      return sqlOfItem(expression, columns);
  }
}

/** @param {(string | undefined)[]} conditions @param {'and' | 'or'} word */
function joined(conditions, word) {
  if (conditions.includes(undefined)) return undefined;
  return conditions.length === 0 ? String(word === 'and') : `(${conditions.join(` ${word.toUpperCase()} `)})`;
}

/** @param {Item} item @param {ReadonlySet<string>} columns */
function sqlOfItem({ field, quantifier, negated, values }, columns) {
  if (field === undefined) return undefined;
  const conditions = values.map(({ alternatives }) =>
    joined(
      alternatives.map((test) => sqlOfTest(test, field, columns)),
      'or',
    ),
  );
  const all = joined(conditions, quantifier === 'all' ? 'and' : 'or');
  return all && negated ? `(NOT ${all})` : all;
}

/** @param {Test} test @param {string} field @param {ReadonlySet<string>} columns */
function sqlOfTest(test, field, columns) {
  const there = columns.has(field);
  switch (test.kind) {
    case 'string':
      return there ? known(sqlOfPattern(test.pattern, test.cased, field)) : 'FALSE';
    case 'number':
      return there ? known(`"${field}" = ${quoted(String(test.value))}`) : 'FALSE';
    case 'null':
      return there ? `("${field}" IS NULL)` : 'TRUE';
    case 'exists':
      return String(there === test.value).toUpperCase();
    case 'regex': {
      const flags = `${test.flags.i ? 'i' : 'c'}${test.flags.s ? 's' : ''}${test.flags.m ? 'm' : ''}`;
      return there ? known(`regexp_matches("${field}", ${quoted(test.source)}, '${flags}')`) : 'FALSE';
    }
    case 'fieldref':
      if (!there || !columns.has(test.field) || test.match !== 'equals') return undefined;
      return known(test.cased ? `"${field}" = "${test.field}"` : `"${field}_lower" = "${test.field}_lower"`);
    default:
      return undefined;
  }
}

/** What is unknown because the value is missing is no match. @param {string} condition */
function known(condition) {
  return `COALESCE(${condition}, FALSE)`;
}

/** @param {import('../../server/src/sigma/pattern.ts').Pattern} pattern @param {boolean} cased @param {string} field */
function sqlOfPattern(pattern, cased, field) {
  const column = cased ? `"${field}"` : `"${field}_lower"`;
  const texts = pattern.map((part) =>
    part.kind === 'text' ? (cased ? part.text : part.text.toLowerCase()) : undefined,
  );
  const shape = pattern.map(({ kind }) => kind).join(' ');
  if (shape === '') return `${column} = ''`;
  if (shape === 'text') return `${column} = ${quoted(texts[0])}`;
  if (shape === 'text any') return `starts_with(${column}, ${quoted(texts[0])})`;
  if (shape === 'any text') return `ends_with(${column}, ${quoted(texts[1])})`;
  if (shape === 'any text any') return `contains(${column}, ${quoted(texts[1])})`;
  const like = pattern.map((part, index) =>
    part.kind === 'any' ? '%' : part.kind === 'one' ? '_' : (texts[index] ?? '').replace(/[%_!]/g, '!$&'),
  );
  return `${column} LIKE ${quoted(like.join(''))} ESCAPE '!'`;
}

/** @param {string | undefined} text */
function quoted(text = '') {
  return `'${text.replaceAll("'", "''")}'`;
}
