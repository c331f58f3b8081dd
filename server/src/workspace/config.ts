import { type Profile, profiles } from '../checks/check.ts';
import { severitiesByCode } from '../checks/checkFile.ts';
import { documentationOf, knownNames } from '../checks/documentation.ts';
import type { Problem, Severity } from '../problem.ts';
import { nearest } from '../sigma/nearest.ts';
import { deref, entriesOf, keyText } from '../yaml/navigate.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from '../yaml/tree.ts';

/** The name of the file that says which checks the rules in its folder and below are for. */
export const configName = '.sigmasmith.yml';

/** What such files say, those of outer folders included. schemas/sigmasmith/config.schema.json describes the file. */
export interface Config {
  readonly profile?: Profile;
  /** By code: names that pySigma or SigmaHQ publish are resolved. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const emptyConfig: Config = { severities: {} };

/** Reads a `.sigmasmith.yml`. What is wrong in it has no effect and is a problem at its place. */
export function readConfig(text: string): { readonly config: Config; readonly problems: readonly Problem[] } {
  const { documents, problems: yamlProblems } = parseYaml(text);
  const problems = [...yamlProblems];
  const root = deref(documents[0]?.root);
  if (root?.kind !== 'mapping') {
    if (root !== undefined && yamlProblems.length === 0) problems.push(invalid(root, 'The file', keyList));
    return { config: emptyConfig, problems };
  }
  let profile: Profile | undefined;
  let severities: Config['severities'] = {};
  for (const entry of entriesOf(root)) {
    const key = keyText(entry) ?? '';
    if (key === 'profile') profile = readProfile(entry, problems) ?? profile;
    else if (key === 'severity') severities = readSeverities(entry, problems);
    else problems.push(unknownKey(entry, key));
  }
  return { config: { ...(profile && { profile }), severities }, problems };
}

/** What holds in a folder: what its own file says, and otherwise what the folders around it say. */
export function mergeConfigs(outer: Config, inner: Config): Config {
  return { ...outer, ...inner, severities: { ...outer.severities, ...inner.severities } };
}

/** Everything that a severity can be in a `.sigmasmith.yml` or a setting. */
export const severityNames = ['error', 'warning', 'information', 'hint', 'off'] as const;
export const configKeys = ['profile', 'severity'] as const;
const keyList = `a mapping with ${list(configKeys, 'and')}`;

function readProfile(entry: YamlEntry, problems: Problem[]): Profile | undefined {
  const scalar = scalarOf(entry.value);
  const found = profiles.find((each) => each === scalar?.text);
  if (found === undefined) problems.push(invalid(scalar ?? entry.value, '`profile`', list(profiles, 'or'), profiles));
  return found;
}

function readSeverities({ value }: YamlEntry, problems: Problem[]): Config['severities'] {
  const mapping = deref(value);
  if (mapping?.kind !== 'mapping') {
    problems.push(invalid(value, '`severity`', 'a mapping of checks to severities'));
    return {};
  }
  const named: Record<string, Severity | 'off'> = Object.fromEntries(severitiesIn(mapping, problems));
  return Object.fromEntries(severitiesByCode(named));
}

function severitiesIn(mapping: YamlMapping, problems: Problem[]): [string, Severity | 'off'][] {
  return entriesOf(mapping).flatMap((entry): [string, Severity | 'off'][] => {
    const name = keyText(entry) ?? '';
    if (documentationOf(name) === undefined) {
      problems.push(unknownCheck(entry, name));
      return [];
    }
    // YAML reads a plain `off` as false; the text is what was meant.
    const scalar = scalarOf(entry.value);
    const severity = severityNames.find((each) => each === scalar?.text);
    if (severity !== undefined) return [[name, severity]];
    problems.push(invalid(scalar ?? entry.value, 'A severity', list(severityNames, 'or'), severityNames));
    return [];
  });
}

function unknownKey(entry: YamlEntry, key: string): Problem {
  const meant = nearest(key, configKeys);
  const isCheck = meant === undefined && documentationOf(key) !== undefined;
  const advice = isCheck ? ' Checks stand under `severity`.' : suggestion(meant);
  const message = `\`${key}\` is not a key of \`${configName}\`, which is ${keyList}.${advice}`;
  return withReplacement({ code: 'config-unknown-key', severity: 'warning', message, range: entry.key.range }, meant);
}

function unknownCheck(entry: YamlEntry, name: string): Problem {
  const meant = nearest(name, knownNames());
  const message = `There is no check \`${name}\`.${suggestion(meant)}`;
  return withReplacement({ code: 'config-unknown-check', severity: 'warning', message, range: entry.key.range }, meant);
}

function invalid(node: YamlNode, name: string, expected: string, choices: readonly string[] = []): Problem {
  const scalar = scalarOf(node);
  const meant = scalar && scalar.text !== '' ? nearest(scalar.text, choices) : undefined;
  const message = `${name} must be ${expected}.${suggestion(meant)}`;
  const range = scalar?.contentRange ?? node.range;
  return withReplacement({ code: 'config-invalid-value', severity: 'error', message, range }, meant);
}

function withReplacement(problem: Problem, meant: string | undefined): Problem {
  if (meant === undefined) return problem;
  return {
    ...problem,
    fixes: [{ title: `Replace with \`${meant}\``, edits: [{ range: problem.range, text: meant }] }],
  };
}

function suggestion(meant: string | undefined): string {
  return meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
}

function list(words: readonly string[], last: 'and' | 'or'): string {
  const quoted = words.map((word) => `\`${word}\``);
  return `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`;
}

function scalarOf(node: YamlNode): YamlScalar | undefined {
  const target = deref(node);
  return target?.kind === 'scalar' ? target : undefined;
}
