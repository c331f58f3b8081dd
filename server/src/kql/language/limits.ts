/** Microsoft's parser takes seconds, or does not end, for deeper brackets, and its binder gives up on them (KS245). */
export const deepest = 250;

/** In UTF-16 units, of one query and of a document that the editor's features analyse. */
export const longestQuery = 200_000;
export const longestDocument = 1_000_000;

/** In UTF-16 units, of a query that is run or validated: Kusto itself takes two million bytes of query text. */
export const longestText = 2_000_000;
