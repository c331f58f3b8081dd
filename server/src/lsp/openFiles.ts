import type { Files } from '../fixtures/files.ts';
import type { OpenText } from './documents.ts';

/** A file system in which open documents have the text that the editor shows, saved or not. */
export function withOpenDocuments(files: Files, openText: (path: string) => OpenText | undefined): Files {
  return {
    list: files.list,
    async stat(path) {
      const open = openText(path);
      if (!open) return files.stat(path);
      // Versions of documents are small numbers and times of files large ones: a change is seen when a document is opened, too.
      return { kind: 'file', size: open.getText().length, version: open.version };
    },
    async read(path, signal) {
      const open = openText(path);
      return open ? { kind: 'text', text: open.getText() } : files.read(path, signal);
    },
  };
}
