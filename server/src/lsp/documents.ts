import { type CheckOptions, checkFile } from '../checks/checkFile.ts';
import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import type { Problem } from '../problem.ts';
import { parseSigma, type SigmaFile } from '../sigma/parse.ts';

/** One version of a document that holds Sigma rules. Everything is computed when it is first asked for; the problems again when the document is to be checked in another way. */
export interface SigmaDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly lines: LineIndex;
  readonly file: SigmaFile;
  /** How it is checked at present, and what that finds. */
  readonly options?: CheckOptions;
  readonly problems: readonly Problem[];
  /** It is no Sigma document but one that belongs to them: a configuration, a processing pipeline. */
  readonly isRuleless?: true;
}

/** What the text synchronisation knows of an open document. */
export interface OpenText {
  readonly uri: string;
  readonly version: number;
  getText(): string;
}

export interface SigmaDocuments {
  /** The document's present version, or undefined when it isn't open or holds no Sigma rule. */
  get(uri: string): SigmaDocument | undefined;
  forget(uri: string): void;
}

/**
 * Parses each version of a document once, for all features. Only the last few documents are kept: a tree weighs some
 * fifty times its text, and making it again takes less than a millisecond.
 */
export function createSigmaDocuments(
  openText: (uri: string) => OpenText | undefined,
  optionsOf: (document: SigmaDocument) => CheckOptions,
): SigmaDocuments {
  const recent = new Map<string, Recent>();
  return {
    get(uri) {
      const open = openText(uri);
      if (!open) return undefined;
      const { version } = open;
      const known = recent.get(uri);
      recent.delete(uri);
      const entry =
        known?.version === version
          ? known
          : { version, document: createSigmaDocument(uri, version, open.getText(), optionsOf) };
      recent.set(uri, entry);
      for (const oldest of recent.keys()) {
        if (recent.size <= keptDocuments) break;
        recent.delete(oldest);
      }
      return entry.document;
    },
    forget: (uri) => recent.delete(uri),
  };
}

interface Recent {
  readonly version: number;
  readonly document: SigmaDocument | undefined;
}

/** Undefined for a text that holds no Sigma rule. */
export function createSigmaDocument(
  uri: string,
  version: number,
  text: string,
  optionsOf: (document: SigmaDocument) => CheckOptions = () => unconfigured,
): SigmaDocument | undefined {
  const tooLong = text.length > longestText;
  if (!(tooLong ? sigmaKey : sigmaWord).test(text)) return undefined;
  const file = tooLong ? { text, documents: [], rules: [], problems: [tooLongProblem(text)] } : parseSigma(text);
  if (file.rules.length === 0 && !tooLong) return undefined;
  let lines: LineIndex | undefined;
  let checked: { readonly options: CheckOptions; readonly problems: readonly Problem[] } | undefined;
  const document: SigmaDocument = {
    uri,
    version,
    text,
    file,
    get lines() {
      lines ??= createLineIndex(text);
      return lines;
    },
    get options() {
      return optionsOf(document);
    },
    get problems() {
      const options = optionsOf(document);
      if (checked?.options !== options)
        checked = { options, problems: tooLong ? file.problems : checkFile(file, options) };
      return checked.problems;
    },
  };
  return document;
}

const unconfigured: CheckOptions = {};

/** A text without any of these words is no Sigma rule, and isn't parsed at every keystroke to find that out. */
const sigmaWord = /\b(?:title|detection|correlation|logsource)\b/;

/** What tells a rule in a text that is too long to be parsed. */
const sigmaKey = /^(?:logsource|correlation)\s*:/m;

const keptDocuments = 6;

/** In UTF-16 units. The longest rule of SigmaHQ has 0.3 million; ten times that would still be parsed in a blink, but not at every keystroke. */
const longestText = 3_000_000;

function tooLongProblem(text: string): Problem {
  const firstBreak = text.search(/[\r\n]/);
  return {
    code: 'file-too-large',
    severity: 'warning',
    message: `The file has ${text.length.toLocaleString('en')} characters, more than Sigmasmith analyses while typing (${longestText.toLocaleString('en')}). Split it into smaller files.`,
    range: { start: 0, end: firstBreak < 0 ? text.length : firstBreak },
  };
}
