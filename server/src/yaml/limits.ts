/**
 * Bounds that keep reading a document cheap and safe whatever it holds. SigmaHQ's largest rule has 300 KB and no rule
 * nests deeper than ten levels, so these are far from everything real.
 */
export const limits = {
  /** UTF-16 units of text that are read in full; of a larger file only the beginning is read. */
  text: 4_000_000,
  /** How much of a file that is too large is read, enough to recognise what it is. */
  head: 65_536,
  /** Levels of collections in collections, aliases included. */
  depth: 200,
  /** Nodes that all aliases of a document may stand for together: what an "alias bomb" exceeds. */
  aliasedNodes: 100_000,
  /** Equal keys that are reported for one mapping. */
  problems: 100,
  /** Findings that are reported for one file. */
  fileProblems: 1000,
} as const;
