import type { Range } from '../range.ts';
import { nearest } from '../sigma/nearest.ts';
import { deref } from '../yaml/navigate.ts';
import type { YamlNode, YamlScalar } from '../yaml/tree.ts';
import type { Check, CheckContext, Finding } from './check.ts';
import { ruleWith } from './examples.ts';
import type { SchemaNode } from './schemaNode.ts';
import { makeList, quoteScalar, replaceScalar } from './textEdits.ts';
import { choices, expected, scalarOf, type WrongValue, wrongValues } from './wrongValues.ts';

/** Values of known keys: of the wrong type, empty, not among the allowed words, too long. */
export const valueChecks: readonly Check[] = [
  {
    id: 'wrong-type',
    severity: 'error',
    docs: {
      what: 'A value is of another type than its key needs, such as a number where a text belongs, or one text where a list belongs.',
      why: 'Tools refuse the rule, or read it in ways of their own. YAML makes a number of `123` and a truth value of `no` unless they are quoted.',
      example: {
        bad: ruleWith('author: 4625'),
        good: ruleWith("author: '4625'"),
      },
    },
    run(context, report) {
      for (const value of wrongValues(context, 'type')) {
        if (isNull(value.node) || isReportedByParser(value.path)) continue;
        report({
          range: value.node.range,
          message: `${value.name} must be ${expected(value.schema)}.`,
          ...withFixes(typeFix(context, value)),
        });
      }
    },
  },
  {
    id: 'empty-value',
    severity: 'warning',
    docs: {
      what: 'A key has no value.',
      why: 'It says nothing, and some tools refuse an empty value where they would accept a missing key.',
      example: {
        bad: ruleWith('author:'),
        good: ruleWith('author: Ada Example'),
      },
    },
    run(context, report) {
      if (!context.isComplete) return;
      for (const value of [
        ...wrongValues(context, 'empty'),
        ...wrongValues(context, 'type'),
        ...wrongValues(context, 'choice'),
      ]) {
        const isText = deref(value.node)?.kind === 'scalar';
        if ((!isNull(value.node) && value.cause !== 'empty') || isReportedByParser(value.path)) continue;
        report({
          range: value.entry?.key.range ?? visible(value.node.range, context.file.text),
          message: `${value.name.replace(/^Each/, 'An')} has no ${isText ? 'value' : 'entries'}. It must be ${expected(value.schema)}.`,
          ...(isMandatory(context, value) && { severity: 'error' }),
        });
      }
    },
  },
  {
    id: 'invalid-value',
    severity: 'error',
    docs: {
      what: 'A value is not one of those that its key may have.',
      why: 'Tools refuse the rule, or treat it as if the key were not there.',
      example: {
        bad: ruleWith('level: hihg'),
        good: ruleWith('level: high'),
      },
    },
    run(context, report) {
      for (const value of [...wrongValues(context, 'choice'), ...wrongValues(context, 'bounds')]) {
        const scalar = scalarOf(value.node);
        if (isNull(value.node) || (scalar && sameButCase(scalar, value.schema) !== undefined)) continue;
        const meant = scalar && nearest(scalar.text.toLowerCase(), choices(value.schema));
        report({
          range: scalar?.contentRange ?? value.node.range,
          message: `${value.name} must be ${expected(value.schema)}.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`,
          ...withFixes(scalar && meant !== undefined ? replaceScalar(scalar, meant) : undefined),
        });
      }
    },
  },
  {
    id: 'wrong-case',
    severity: 'warning',
    docs: {
      what: 'A fixed value is written with capital letters.',
      why: 'Sigma writes these values in lower case, and not every tool forgives anything else.',
      example: {
        bad: ruleWith('level: High'),
        good: ruleWith('level: high'),
      },
    },
    run(context, report) {
      for (const value of wrongValues(context, 'choice')) {
        const scalar = scalarOf(value.node);
        const meant = scalar && sameButCase(scalar, value.schema);
        if (scalar === undefined || meant === undefined) continue;
        const message = `Sigma writes \`${scalar.text}\` in lower case: \`${meant}\`.`;
        report({ range: scalar.contentRange, message, fixes: [replaceScalar(scalar, meant)] });
      }
    },
  },
  {
    id: 'too-long',
    severity: 'warning',
    aliases: ['sigmahq_title_length'],
    docs: {
      what: 'A text is longer than the specification allows.',
      why: 'It is cut off, or the rule is refused, where titles and names are stored in columns of that size.',
      example: {
        bad: ruleWith(`name: ${'very_'.repeat(52)}long`),
        good: ruleWith('name: short'),
      },
    },
    run(context, report) {
      for (const value of wrongValues(context, 'length')) {
        const scalar = scalarOf(value.node);
        if (scalar === undefined) continue;
        const message = `${value.name} has ${[...scalar.text].length} characters; at most ${value.schema.maxLength} are allowed.`;
        report({ range: scalar.contentRange, message });
      }
    },
  },
];

function sameButCase(scalar: YamlScalar, schema: SchemaNode): string | undefined {
  return choices(schema).find((choice) => choice === scalar.text.toLowerCase());
}

function isNull(node: YamlNode): boolean {
  return scalarOf(node)?.value === null;
}

/** For an item that was left out, its dash. */
function visible(range: Range, text: string): Range {
  if (range.end > range.start) return range;
  const before = text.slice(0, range.start).trimEnd().length;
  return text[before - 1] === '-' ? { start: before - 1, end: before } : range;
}

/** What a rule needs to have a meaning at all is found when it is read. */
function isReportedByParser([root, key]: readonly string[]): boolean {
  return (root === 'detection' || root === 'filter') && (key === undefined || key === 'condition');
}

/** Whether a rule without this value has no meaning. */
function isMandatory(context: CheckContext, { path }: WrongValue): boolean {
  const name = path.join('/');
  return (
    name === 'title' ||
    name === 'logsource' ||
    name === 'filter/rules' ||
    name === context.rule.kind ||
    name === `${context.rule.kind}/condition`
  );
}

function typeFix(context: CheckContext, { node, entry, schema }: WrongValue) {
  const scalar = scalarOf(node);
  if (scalar === undefined || node.kind === 'alias') return undefined;
  const types = [schema.type ?? []].flat();
  if (types.includes('string') && scalar.style === 'plain') return quoteScalar(scalar);
  if (types.includes('array') && entry && typeof scalar.value === 'string')
    return makeList(context.file.text, entry.key, scalar);
  return undefined;
}

function withFixes(fix: ReturnType<typeof typeFix>): Pick<Finding, 'fixes'> {
  return fix === undefined ? {} : { fixes: [fix] };
}
