import { test } from 'vitest';
import { expectAgreement, hasCorpus } from './corpus.ts';

test.skipIf(!hasCorpus)('matcher and query agree on public rules, part 1', () => expectAgreement(0, 2), 900_000);
