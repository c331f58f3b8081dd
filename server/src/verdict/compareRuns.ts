import type { Target } from '../catalog/target.ts';
import { kindCheck } from '../fixtures/eventKind.ts';
import type { EventPlace } from '../fixtures/result.ts';
import type { RanRule } from '../fixtures/run.ts';
import type { TranslationOptions } from '../kql/translation.ts';
import type { Range } from '../range.ts';
import { type Placeholders, withPlaceholders } from '../sigma/placeholders.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import { type Comparison, compareReadings } from './compareReadings.ts';
import type { Processing, RunQuery, Sample } from './reading.ts';

/** The two readings of one rule of a file on its events. */
export interface RuleComparison {
  /** Position among the file's rules. */
  readonly index: number;
  readonly title: string;
  readonly target: Target;
  /** Where each of the samples stands. */
  readonly places: readonly SamplePlace[];
  readonly comparison: Comparison;
}

export interface SamplePlace extends EventPlace {
  readonly range: Range;
}

export interface CompareOptions {
  readonly translating: TranslationOptions;
  readonly run: RunQuery;
  readonly placeholders?: Placeholders | undefined;
  /** What pipelines make of a rule; undefined where there are none. */
  readonly process?: ((rule: DetectionRule) => Processing | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((message: string, done: number) => void) | undefined;
}

/** Compares the readings of each rule that `runFile` has run: give it `ran`. Rules that could not be run are left out. */
export function createComparer(options: CompareOptions): {
  readonly ran: (run: RanRule) => Promise<void>;
  readonly comparisons: readonly RuleComparison[];
} {
  const { translating, run, placeholders = {}, process, signal, progress } = options;
  const comparisons: RuleComparison[] = [];
  const { target } = translating;
  const processed = (rule: DetectionRule): Processing | undefined => {
    const processing = process?.(rule);
    return processing && { ...processing, rule: withPlaceholders(processing.rule, placeholders) };
  };
  const compare = async ({ rule, bound, run: { index, title, obstacle } }: RanRule): Promise<void> => {
    if (rule.kind === 'filter' || obstacle !== undefined) return;
    if (rule.kind === 'correlation') {
      const comparison = { readings: [], disagreements: [], reasons: [], obstacle: correlated };
      comparisons.push({ index, title, target, places: [], comparison });
      return;
    }
    const samples: Sample[] = [];
    const places: SamplePlace[] = [];
    for (const { file, positions } of bound) {
      for (const position of positions) {
        const loaded = file.events[position];
        if (loaded === undefined) continue;
        samples.push(loaded);
        places.push({ path: file.path, index: position, range: loaded.range });
      }
    }
    const comparison = await compareReadings(withPlaceholders(rule, placeholders), samples, translating, {
      run,
      contradiction: kindCheck(rule.logsource),
      processing: processed(rule),
      signal,
      progress: (done) => progress?.(`Running the query of ${title}`, done),
    }).catch((error: unknown): Comparison => {
      signal?.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      return { readings: [], disagreements: [], reasons: [], obstacle: `The query cannot be run here: ${reason}` };
    });
    comparisons.push({ index, title, target, places, comparison });
  };
  return { ran: compare, comparisons };
}

const correlated = 'Correlations are run by the rule only; the rules that they refer to are compared.';
