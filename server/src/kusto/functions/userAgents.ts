import { RE2JS } from 're2js';
import { type UserAgentRule, type UserAgentTarget, userAgentRules } from '../../catalog/userAgents.ts';
import { Failure } from '../failure.ts';
import { dynamicText } from '../values/convert.ts';
import { type Bag, isArray, type Value } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';

/**
 * User agents by the rules of uap-core, which Kusto has too, though maybe of another year. Where no rule matches the
 * family is `Other`; parts that are not told are empty.
 */
export const userAgents: FunctionFamily = {
  parse_user_agent: { parameters: ['string', 'any'], evaluate: parseUserAgent },
};

function parseUserAgent(text: string, wanted: Value): Bag {
  const names = (isArray(wanted) ? wanted.map(dynamicText) : [String(wanted)]).map((name) => name.toLowerCase());
  const unknown = names.find((name) => !isTarget(name));
  if (unknown !== undefined)
    throw new Failure('kql-run-error', `\`${unknown}\` is nothing to look for: "browser", "os" and "device" are.`);
  const asked = targets.filter(({ name }) => names.includes(name));
  return Object.fromEntries(asked.map(({ name, key, parts }) => [key, partsOf(text, name, parts)]));
}

const targets = [
  { name: 'browser', key: 'Browser', parts: ['Family', 'MajorVersion', 'MinorVersion', 'Patch'] },
  { name: 'os', key: 'OperatingSystem', parts: ['Family', 'MajorVersion', 'MinorVersion', 'Patch', 'PatchMinor'] },
  { name: 'device', key: 'Device', parts: ['Family', 'Brand', 'Model'] },
] as const;

function isTarget(name: string): boolean {
  return targets.some((target) => target.name === name);
}

/** Samples have the same user agents many times. */
function partsOf(text: string, target: UserAgentTarget, names: readonly string[]): Bag {
  const key = `${target} ${text}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const values = valuesOf(text, target);
  const answer = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(key, answer);
  return answer;
}

const answers = new Map<string, Bag>();
const mostAnswers = 5000;

function valuesOf(text: string, target: UserAgentTarget): readonly string[] {
  for (const rule of userAgentRules(target)) {
    const matcher = patternOf(rule).matcher(text);
    if (!matcher.find()) continue;
    const groups = matcher.groupCount();
    const groupOf = (group: number) => (group <= groups ? (matcher.group(group) ?? '') : '');
    return rule.parts.map((part) => part.replace(/\$(\d)/g, (_, group) => groupOf(Number(group))).trim());
  }
  return ['Other'];
}

function patternOf(rule: UserAgentRule): RE2JS {
  const known = patterns.get(rule);
  if (known !== undefined) return known;
  const compiled = RE2JS.compile(rule.regex, rule.ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  patterns.set(rule, compiled);
  return compiled;
}

const patterns = new Map<UserAgentRule, RE2JS>();
