import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

let isBound = false;

/**
 * Keeps V8's young generation from growing beyond what typing in ordinary rules needs: it would take some fifteen
 * megabytes for garbage. A large document needs them, or it is collected many times while it is read. To be called
 * after a document was checked, with its length in characters; V8 has no limit that can be set once and for all.
 */
export function boundYoungGeneration(length: number): void {
  const isLarge = length > largeDocument;
  if (isBound !== isLarge) return;
  if (!isLarge && youngGeneration() < enough) return;
  isBound = !isLarge;
  setFlagsFromString(`--semi-space-growth-factor=${isBound ? 1 : 2}`);
}

/** In characters. */
const largeDocument = 100_000;
/** In bytes, both halves together. */
const enough = 4 * 1024 * 1024;

function youngGeneration(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
