import { fileURLToPath } from 'node:url';
import { filesPath } from '../host/nodeFiles.ts';

/** The path behind a `file:` URI, with `/` between its parts; undefined for documents that are in no file. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return filesPath(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}

/**
 * A path as a URI in the spelling of VS Code, so that equal files have equal URIs: everything but letters, digits and
 * `-._~/` is escaped, and a drive's letter is small.
 */
export function uriOfPath(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path.replace(/^[A-Z]:/, (drive) => drive.toLowerCase())}`;
  const escaped = rooted.split('/').map((part) => encodeURIComponent(part).replace(/[!'()*]/g, escapeCharacter));
  return `file://${escaped.join('/')}`;
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
