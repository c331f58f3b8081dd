import { columnOperators } from './columns.ts';
import { evaluateOperators } from './evaluate.ts';
import { expandOperators } from './expand.ts';
import { joinOperators } from './join.ts';
import { seriesOperators } from './makeSeries.ts';
import type { Operator } from './operator.ts';
import { parseOperators } from './parse.ts';
import { parseKvOperators } from './parseKv.ts';
import { partitionOperators } from './partition.ts';
import { rowOperators } from './rows.ts';
import { scanOperators } from './scan.ts';
import { searchOperators } from './search.ts';
import { sortOperators } from './sort.ts';
import { sourceOperators } from './sources.ts';
import { summarizeOperators } from './summarize.ts';
import { nestedOperators } from './topNested.ts';
import { unionOperators } from './union.ts';

/** Operators by the service's name of their node. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...sourceOperators,
    ...rowOperators,
    ...columnOperators,
    ...summarizeOperators,
    ...sortOperators,
    ...joinOperators,
    ...unionOperators,
    ...expandOperators,
    ...parseOperators,
    ...parseKvOperators,
    ...partitionOperators,
    ...seriesOperators,
    ...scanOperators,
    ...searchOperators,
    ...nestedOperators,
    ...evaluateOperators,
  }),
);
