import type { Target } from '../catalog/target.ts';
import type { Problem } from '../problem.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { headerOf } from './header.ts';
import type { SourceLink } from './page.ts';
import { print } from './print.ts';
import { type TranslationOptions, translationOf } from './translation.ts';

export interface ConvertOptions extends TranslationOptions {
  /** The query begins with comments that say the rule's title, id and level. */
  readonly header?: boolean;
}

export interface Conversion {
  readonly target: Target;
  /** Undefined when something has no translation; `problems` says what and where. */
  readonly query: string | undefined;
  /** What the query reads, as it names them. */
  readonly tables: readonly string[];
  readonly problems: readonly Problem[];
  /** From parts of the query to the rule, in UTF-16 code units of each; the parts nest, wider ones first. */
  readonly sourceMap: readonly SourceLink[];
  /** The query is near to the rule; `problems` with the code `approximate-mapping` name the differences. */
  readonly approximate: boolean;
}

/**
 * A detection rule as a KQL query that means the same. Of the tables that can answer the first is taken that has all of
 * the rule's fields. Nothing is guessed and nothing left out: what has no counterpart is an error, located in the rule,
 * and there is no query then.
 */
export function convertToKql(rule: SigmaRule, options: ConvertOptions): Conversion {
  const { target, header = false } = options;
  if (rule.kind !== 'detection') return refused(target, untranslated(rule));
  const { query, tables, problems, approximate } = translationOf(rule, options);
  if (query === undefined) return { target, query, tables, problems, sourceMap: [], approximate: false };
  const { text, sourceMap } = print(header ? { ...query, comments: headerOf(rule) } : query);
  return { target, query: text, tables, problems, sourceMap, approximate };
}

function refused(target: Target, problem: Problem): Conversion {
  return { target, query: undefined, tables: [], problems: [problem], sourceMap: [], approximate: false };
}

function untranslated(rule: Exclude<SigmaRule, { kind: 'detection' }>): Problem {
  const range = rule.title?.range ?? rule.range;
  const message = `A ${rule.kind} rule is not translated to KQL yet, only detection rules are.`;
  return { code: 'not-translated', severity: 'error', message, range };
}
