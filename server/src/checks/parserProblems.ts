import type { Documentation } from './check.ts';
import { conditionProblems } from './conditionProblems.ts';
import { detectionProblems } from './detectionProblems.ts';
import { yamlProblems } from './yamlProblems.ts';

/** Everything that the parsers report, documented like the checks. */
export const parserProblems: readonly Documentation[] = [...yamlProblems, ...detectionProblems, ...conditionProblems];
