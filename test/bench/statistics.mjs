// @ts-check

/**
 * A quantile of figures: the smallest that at least that share of them does not exceed; NaN for none.
 *
 * @param {number[]} figures
 * @param {number} share from 0 to 1
 */
export function quantile(figures, share) {
  const sorted = figures.toSorted((first, second) => first - second);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * Pseudo-random numbers from 0 up to 1, the same ones for the same seed (mulberry32).
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
