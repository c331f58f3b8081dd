import { test } from 'vitest';
import { expectAgreement, hasCorpus } from './corpus.ts';

test.skipIf(!hasCorpus)('matcher and query agree on public rules, part 2', () => expectAgreement(1, 2), 900_000);
