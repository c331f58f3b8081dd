import conventionsText from '../../../schemas/sigma/sigmahqConventions.json?raw';
import { lazy } from './lazy.ts';
import type { LogsourceKey } from './taxonomy.ts';

/** How SigmaHQ's file names for a log source begin: exactly this one, or else all of the product; undefined where it has no rule for it. */
export function filenamePrefix({ category = '', product = '', service = '' }: LogsourceKey): string | undefined {
  const prefixes = file().filenamePrefixes;
  return prefixes[`${category}|${product}|${service}`] ?? (product === '' ? undefined : prefixes[`|${product}|`]);
}

/** Whether the Windows category says by itself which events are meant, so that a rule needs no `EventID`. */
export function impliesEventId(category: string): boolean {
  return withoutEventId().has(category);
}

/** A field beside `Channel` and `EventID` that has one value in all events of the Windows category; undefined where there is none. */
export function impliedField(category: string): string | undefined {
  return file().redundantFields[category];
}

/** The providers whose events the Windows category takes in any case. */
export function impliedProviders(category: string): readonly string[] {
  return providers().get(category) ?? [];
}

/** Whether SigmaHQ's continuous integration lets the rule with this id off a check, which it names as pySigma does. */
export function isExcluded(check: string, ruleId: string): boolean {
  return exclusions().get(check)?.has(ruleId) ?? false;
}

interface Conventions {
  readonly filenamePrefixes: Readonly<Record<string, string>>;
  readonly categoriesWithoutEventId: string;
  readonly redundantFields: Readonly<Record<string, string>>;
  readonly providers: Readonly<Record<string, readonly string[]>>;
  readonly exclusions: Readonly<Record<string, string>>;
}

const file = lazy((): Conventions => JSON.parse(conventionsText));
const withoutEventId = lazy(() => new Set(file().categoriesWithoutEventId.split(' ')));
const providers = lazy(() => new Map(Object.entries(file().providers)));
const exclusions = lazy(
  () => new Map(Object.entries(file().exclusions).map(([check, ids]) => [check, new Set(ids.split(' '))])),
);
