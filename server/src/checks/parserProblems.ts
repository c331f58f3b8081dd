import type { Documentation } from './documentation.ts';

/** What the parsers of yaml/ and sigma/ report while they read, documented like the checks. */
export const parserProblems: readonly Documentation[] = [];
