import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import { parsePipeline } from '../pipelines/parse.ts';
import { isPipeline, pipelineKey } from '../pipelines/recognise.ts';
import type { Problem } from '../problem.ts';
import { limits } from '../yaml/limits.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { OpenText, SigmaDocument, SigmaDocuments } from './documents.ts';

/** Open processing pipelines as documents without rules: recognised by their content, or because the setting names them. */
export function createPipelineDocuments(
  openText: (uri: string) => OpenText | undefined,
  isListed: (uri: string) => boolean,
): SigmaDocuments {
  const recent = new Map<string, { readonly version: number; readonly document: SigmaDocument | undefined }>();
  return {
    get(uri) {
      const open = openText(uri);
      if (open === undefined) return undefined;
      const listed = isListed(uri);
      const known = recent.get(uri);
      if (known?.version === open.version && (known.document !== undefined || !listed)) return known.document;
      const text = open.getText();
      const document = listed || looksLikePipeline(text) ? createPipelineDocument(uri, open.version, text) : undefined;
      recent.set(uri, { version: open.version, document });
      return document;
    },
    forget: (uri) => recent.delete(uri),
  };
}

export function createPipelineDocument(uri: string, version: number, text: string): SigmaDocument {
  let lines: LineIndex | undefined;
  let problems: readonly Problem[] | undefined;
  return {
    uri,
    version,
    text,
    isRuleless: true,
    get lines() {
      lines ??= createLineIndex(text);
      return lines;
    },
    get file() {
      return { text, documents: [], rules: [], problems: this.problems };
    },
    get problems() {
      problems ??= parsePipeline(text).problems;
      return problems;
    },
  };
}

function looksLikePipeline(text: string): boolean {
  if (text.length > limits.text || !pipelineKey.test(text)) return false;
  return isPipeline(parseYaml(text).documents[0]?.root);
}
