import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import { configName, readConfig } from '../workspace/config.ts';
import type { OpenText, SigmaDocument, SigmaDocuments } from './documents.ts';

/** Whether a document is a `.sigmasmith.yml`. */
export function isConfigUri(uri: string): boolean {
  return uri.endsWith(`/${configName}`);
}

/** Open `.sigmasmith.yml` files as documents without rules, so that findings and fixes are shown in them as in rules. */
export function createConfigDocuments(openText: (uri: string) => OpenText | undefined): Pick<SigmaDocuments, 'get'> {
  return {
    get(uri) {
      const open = isConfigUri(uri) ? openText(uri) : undefined;
      return open && createConfigDocument(uri, open.version, open.getText());
    },
  };
}

export function createConfigDocument(uri: string, version: number, text: string): SigmaDocument {
  const { problems } = readConfig(text);
  const lines: LineIndex = createLineIndex(text);
  const file = { text, documents: [], rules: [], problems };
  return { uri, version, text, lines, file, problems, isRuleless: true };
}
