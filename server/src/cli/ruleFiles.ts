import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createLineIndex } from '../lineIndex.ts';
import { parseSigma, type SigmaFile } from '../sigma/parse.ts';
import { type Finding, fileFinding, findingOf } from './finding.ts';

export type RuleFile =
  | { readonly kind: 'rules'; readonly path: string; readonly file: SigmaFile }
  /** It cannot be read, or was named on the command line and holds no Sigma rule. */
  | { readonly kind: 'bad'; readonly path: string; readonly findings: readonly Finding[] };

/**
 * The Sigma files among paths: each file as named, folders walked in the order of their names. Other YAML in a folder
 * is passed over; what cannot be read or is broken comes as `bad`, and the rest goes on.
 */
export async function* ruleFiles(paths: readonly string[]): AsyncGenerator<RuleFile> {
  for (const named of paths) {
    const kind = await stat(named).then(
      (found) => (found.isDirectory() ? 'folder' : 'file'),
      (error: unknown) => ({ error }),
    );
    if (typeof kind === 'object') yield unreadable(named, kind.error);
    else if (kind === 'file') yield await readRuleFile(named);
    else yield* walk(named);
  }
}

async function* walk(folder: string): AsyncGenerator<RuleFile> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => ({ error }));
  if (!Array.isArray(entries)) {
    yield unreadable(folder, entries.error);
    return;
  }
  for (const entry of entries.sort((first, second) => (first.name < second.name ? -1 : 1))) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) yield* walk(child);
    } else if (/\.ya?ml$/i.test(entry.name)) {
      const found = await read(child);
      if (found.kind === 'bad' || found.file.rules.length > 0) yield found;
      else if (found.file.problems.length > 0 && sigmaKey.test(found.file.text)) yield broken(child, found.file);
    }
  }
}

const skippedFolders = new Set(['.git', 'node_modules']);

/** A broken file in a folder is worth a word when it looks like a rule; other tools' templates do not. */
const sigmaKey = /^(?:detection|correlation|filter|logsource)\s*:/m;

/** One file that was named: it has to hold a rule. */
export async function readRuleFile(file: string): Promise<RuleFile> {
  const found = await read(file);
  if (found.kind === 'bad' || found.file.rules.length > 0) return found;
  if (found.file.problems.length > 0) return broken(file, found.file);
  const message = 'This is no Sigma rule: it has neither `detection` nor `correlation` nor `filter`.';
  return { kind: 'bad', path: file, findings: [fileFinding(file, 'no-sigma-rule', message)] };
}

async function read(file: string): Promise<RuleFile> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > largestFile) {
      const message = `The file has ${Math.round(bytes.length / 1e6)} MB; rules of more than ${largestFile / 1e6} MB are not read.`;
      return { kind: 'bad', path: file, findings: [fileFinding(file, 'file-too-large', message)] };
    }
    const text = decode(bytes);
    if (text === undefined) {
      const message = 'The file is not text: it has bytes that are not UTF-8.';
      return { kind: 'bad', path: file, findings: [fileFinding(file, 'unreadable-file', message)] };
    }
    return { kind: 'rules', path: file, file: parseSigma(text) };
  } catch (error) {
    return unreadable(file, error);
  }
}

const largestFile = 50_000_000;

/** Without its byte-order mark, as editors count columns; undefined for what is not text. */
function decode(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function broken(file: string, { text, problems }: SigmaFile): RuleFile {
  const lines = createLineIndex(text);
  return { kind: 'bad', path: file, findings: problems.map((problem) => findingOf(file, lines, problem)) };
}

function unreadable(file: string, error: unknown): RuleFile {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return { kind: 'bad', path: file, findings: [fileFinding(file, 'unreadable-file', `Cannot be read: ${reason}.`)] };
}

const reasons: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
};
