import type { Documentation } from './check.ts';
import { ruleReading } from './examples.ts';

/** What deploy/ reports when a query is there and cannot be handed to Sentinel or Defender as it is. */
export const deployProblems: readonly Documentation[] = [
  {
    id: 'not-deployable',
    severity: 'error',
    what: 'The query has no place in the chosen format: it runs in another product, lacks columns that the product asks for, or looks further back than the product does.',
    why: 'The product would refuse it, or would run it and miss what it should find.',
    example: {
      bad: ruleReading('category: process_creation', 'product: macos'),
      good: ruleReading('category: process_creation', 'product: windows'),
    },
  },
];
