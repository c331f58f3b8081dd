import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * A path in the folder `shared` beside the checkout, which holds conformance cases and a corpus of public rules and is
 * no part of the product. Undefined where it is absent: such tests are skipped, loudly; in CI its absence is an error.
 */
export function sharedPath(relative: string): string | undefined {
  const full = path.join(repository, '..', 'shared', relative);
  if (existsSync(full)) return full;
  if (process.env.CI === 'true') throw new Error(`../shared/${relative} is missing, and CI skips nothing.`);
  console.warn(`SKIPPED: ../shared/${relative} is not there.`);
  return undefined;
}
