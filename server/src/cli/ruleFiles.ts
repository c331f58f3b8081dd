import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseSigma, type SigmaFile } from '../sigma/parse.ts';
import { configName } from '../workspace/config.ts';
import { type Finding, fileFinding, findingsOf } from './finding.ts';
import { readText, unreadable } from './textFile.ts';

export type RuleFile =
  | { readonly kind: 'rules'; readonly path: string; readonly file: SigmaFile }
  /** It cannot be read, or was named on the command line and holds no Sigma rule. */
  | { readonly kind: 'bad'; readonly path: string; readonly findings: readonly Finding[] };

/**
 * The Sigma files among paths: each file as named, folders walked in the order of their names. Other YAML in a folder
 * is passed over; what cannot be read or is broken comes as `bad`, and the rest goes on.
 */
export function* ruleFiles(paths: readonly string[]): Generator<RuleFile> {
  for (const found of yamlFiles(paths)) {
    const file = found.kind === 'bad' ? found : readRuleFile(found.path, found.isNamed);
    if (file !== undefined) yield file;
  }
}

/** A file that may hold rules. */
export interface NamedFile {
  readonly path: string;
  /** On the command line, rather than found in a folder. */
  readonly isNamed: boolean;
}

export type YamlFile = ({ readonly kind: 'file' } & NamedFile) | Extract<RuleFile, { kind: 'bad' }>;

/** The files among paths that may hold rules, in the same order, not read yet. */
export function* yamlFiles(paths: readonly string[]): Generator<YamlFile> {
  for (const path of paths) {
    try {
      if (statSync(path).isDirectory()) yield* walk(path);
      else yield { kind: 'file', path, isNamed: true };
    } catch (error) {
      yield bad(path, [unreadable(path, error)]);
    }
  }
}

function* walk(folder: string): Generator<YamlFile> {
  const entries = entriesOf(folder);
  if (!Array.isArray(entries)) {
    yield bad(folder, [unreadable(folder, entries.error)]);
    return;
  }
  for (const entry of entries.sort((first, second) => (first.name < second.name ? -1 : 1))) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) yield* walk(child);
    } else if (/\.ya?ml$/i.test(entry.name) && entry.name !== configName) {
      yield { kind: 'file', path: child, isNamed: false };
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return { error };
  }
}

const skippedFolders = new Set(['.git', 'node_modules']);

/** A broken file in a folder is worth a word when it looks like a rule; other tools' templates do not. */
const sigmaKey = /^(?:detection|correlation|filter|logsource)\s*:/m;

/** One file. If it was named it has to hold a rule; otherwise it is undefined where it is about something else. */
export function readRuleFile(path: string, isNamed: true): RuleFile;
export function readRuleFile(path: string, isNamed: boolean): RuleFile | undefined;
export function readRuleFile(path: string, isNamed: boolean): RuleFile | undefined {
  const found = readText(path);
  return found.kind === 'bad' ? bad(path, [found.finding]) : ruleFileOf(path, found.text, isNamed);
}

/** The same for a text that was read already. */
export function ruleFileOf(path: string, text: string, isNamed: boolean): RuleFile | undefined {
  const file = parseSigma(text);
  if (file.rules.length > 0) return { kind: 'rules', path, file };
  if (file.problems.length > 0 && (isNamed || sigmaKey.test(text)))
    return bad(path, findingsOf(path, text, file.problems));
  if (!isNamed) return undefined;
  const message = 'This is no Sigma rule: it has neither `detection` nor `correlation` nor `filter`.';
  return bad(path, [fileFinding(path, 'no-sigma-rule', message)]);
}

function bad(path: string, findings: readonly Finding[]): Extract<RuleFile, { kind: 'bad' }> {
  return { kind: 'bad', path, findings };
}
