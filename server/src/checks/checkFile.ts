import { isExcluded } from '../catalog/sigmahqConventions.ts';
import type { Problem, Severity } from '../problem.ts';
import type { SigmaFile } from '../sigma/parse.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { Check, Finding, Profile } from './check.ts';
import { codesNamed, publishedNamesOf } from './names.ts';
import { parserProblems } from './parserProblems.ts';
import { schemaFindings } from './schemaFindings.ts';
import { suppress } from './suppress.ts';
import { checks } from './table.ts';
import { workspaceProblems } from './workspaceProblems.ts';

export interface CheckOptions {
  /**
   * Severities by the id of a check or of a parser's problem (or an id that pySigma or SigmaHQ give it), instead of the
   * usual ones; `off` silences it, anything else switches it on, also where the profile does not have it.
   */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** `spec` unless said otherwise. */
  readonly profile?: Profile;
  /** As in `CheckContext`. */
  readonly path?: string;
  readonly today?: string;
  /** What the index of the workspace finds in this file; absent where there is none. */
  readonly workspace?: readonly Problem[];
}

/**
 * All that is wrong with a file, in the order of the text, one problem for each cause: what the parsers found, what
 * the checks find in each rule, and what the workspace adds; without what a comment in the file silences. Offsets are
 * those of `file.text`.
 */
export function checkFile(file: SigmaFile, options: CheckOptions = {}): Problem[] {
  const { severities, active, alone, between } = planFor(options);
  const isCollection = file.problems.some((problem) => problem.code === 'rule-collection');
  const replaced = new Set<Problem>(
    isCollection ? file.problems.filter(({ code }) => code.startsWith('missing-')) : [],
  );
  const hiding = file.problems.filter(isHiding);
  const found = file.rules.flatMap((rule) => {
    const findings = checkRule(file, rule, isComplete(rule, hiding), active, options);
    const codes = new Set(findings.flatMap(({ replaces }) => replaces ?? []));
    for (const problem of rule.problems) if (codes.has(problem.code)) replaced.add(problem);
    return findings.map(({ replaces: _, ...problem }) => problem);
  });
  const parsed = file.problems.filter((problem) => !replaced.has(problem));
  const added = options.workspace?.filter(({ code }) => between.has(code)) ?? [];
  const all = withoutEchoes([...parsed, ...found, ...added]);
  const isJudged = (code: string): boolean => alone.has(code) || (options.workspace !== undefined && between.has(code));
  return suppress(file, all, isJudged)
    .flatMap((problem) => withSeverity(problem, severities.get(problem.code)))
    .sort(byPlace);
}

/** Of what the workspace's index finds, that which the profile and the severities ask for, in the order of the text. */
export function reportedOf(workspace: readonly Problem[], options: CheckOptions): Problem[] {
  const { severities, between } = planFor(options);
  return workspace
    .filter(({ code }) => between.has(code))
    .flatMap((problem) => withSeverity(problem, severities.get(problem.code)))
    .sort(byPlace);
}

/** What options come to. */
interface Plan {
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly active: readonly Check[];
  /** The codes that a file can have by itself, and those that it can have beside others. */
  readonly alone: ReadonlySet<string>;
  readonly between: ReadonlySet<string>;
}

/** The last one is kept: thousands of files in a row are checked in the same way. */
let last: { readonly profile: Profile; readonly named: CheckOptions['severities']; readonly plan: Plan } | undefined;

function planFor({ profile = 'spec', severities: named }: CheckOptions): Plan {
  if (last?.profile === profile && last.named === named) return last.plan;
  const severities = severitiesByCode(named ?? {});
  const isAsked = (each: Pick<Check, 'id' | 'profiles'>) => isActive(each, profile, severities.get(each.id));
  const active = checks.filter(isAsked);
  const parsed = parserProblems.filter(({ id }) => severities.get(id) !== 'off');
  const plan = {
    severities,
    active,
    alone: new Set([...parsed, ...active].map(({ id }) => id)),
    between: new Set(workspaceProblems.filter(isAsked).map(({ id }) => id)),
  };
  last = { profile, named, plan };
  return plan;
}

/**
 * Severities by the codes that their names stand for. A code's own name counts more than an id that others give it; and
 * what is found under several of these is silenced by the main one, or by all of them: whoever switches `tlpv1_tag` off
 * still has `tlptag`.
 */
export function severitiesByCode(
  severities: Readonly<Record<string, Severity | 'off'>>,
): ReadonlyMap<string, Severity | 'off'> {
  const byCode = new Map<string, Severity | 'off'>();
  const isOff = (name: string): boolean => severities[name] === 'off';
  for (const [name, severity] of Object.entries(severities)) {
    for (const code of codesNamed(name)) {
      const [main = name, ...others] = publishedNamesOf(code);
      const isSecondary = code !== name && main !== name;
      if (severity === 'off' && isSecondary && !(isOff(main) && others.every(isOff))) continue;
      if (code === name || !byCode.has(code)) byCode.set(code, severity);
    }
  }
  return byCode;
}

function isActive(
  { profiles }: Pick<Check, 'profiles'>,
  profile: Profile,
  severity: Severity | 'off' | undefined,
): boolean {
  if (severity !== undefined) return severity !== 'off';
  return profile === 'all' || profiles === undefined || profiles.includes(profile);
}

/** What is said about a word that YAML itself cannot read, such as a half-typed key, has no other cause. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const placeOf = ({ range }: Problem) => `${range.start}-${range.end}`;
  const unreadable = new Set(problems.filter(({ code }) => code === 'yaml-syntax').map(placeOf));
  if (unreadable.size === 0) return problems;
  return problems.filter((problem) => problem.code === 'yaml-syntax' || !unreadable.has(placeOf(problem)));
}

type RuleProblem = Problem & Pick<Finding, 'replaces'>;

function checkRule(
  file: SigmaFile,
  rule: SigmaRule,
  isComplete: boolean,
  active: readonly Check[],
  { path, today, profile = 'spec' }: CheckOptions,
): RuleProblem[] {
  const context = {
    file,
    rule,
    schemaFindings: schemaFindings(rule),
    isComplete,
    isStrict: profile !== 'spec',
    ...(path !== undefined && { path: path.replaceAll('\\', '/') }),
    ...(today !== undefined && { today }),
  };
  const problems: RuleProblem[] = [];
  for (const check of active) {
    if (profile === 'sigmahq' && isLetOff(rule, check)) continue;
    let count = 0;
    check.run(context, (finding) => {
      count += 1;
      if (count <= maximumOfFindings) problems.push({ code: check.id, severity: check.severity, ...finding });
    });
  }
  return problems;
}

/** Whether SigmaHQ's continuous integration, as its profile is, passes the rule over in this check. */
function isLetOff({ id }: SigmaRule, { aliases = [] }: Check): boolean {
  return id !== undefined && aliases.some((alias) => isExcluded(alias, id.value));
}

/** Of one check in one rule: a list of a hundred thousand equal values is one mistake. */
const maximumOfFindings = 100;

/** Whether a fault of the YAML hides what stands near it. */
function isHiding({ code }: Problem): boolean {
  return code === 'yaml-too-large' || code === 'yaml-syntax' || code === 'yaml-too-deep';
}

function isComplete({ range }: SigmaRule, hiding: readonly Problem[]): boolean {
  return !hiding.some(
    ({ code, range: { start } }) => code === 'yaml-too-large' || (range.start <= start && start <= range.end),
  );
}

function withSeverity(problem: Problem, severity: Severity | 'off' | undefined): Problem[] {
  if (severity === 'off') return [];
  return [severity === undefined ? problem : { ...problem, severity }];
}

function byPlace(first: Problem, second: Problem): number {
  return first.range.start - second.range.start || first.range.end - second.range.end;
}
