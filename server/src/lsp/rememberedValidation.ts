import type { Target } from '../catalog/target.ts';
import type { KqlDiagnostic } from '../kql/validation/diagnostic.ts';
import type { Validator } from '../kql/validation/validator.ts';

/**
 * `validate` that asks about the same query once: the preview and the diagnostics of a rule are about the same one. Only
 * the last few answers are kept; one question is asked after the other.
 */
export function rememberedValidation(validate: Validator['validate']): Validator['validate'] {
  const known = new Map<string, readonly KqlDiagnostic[]>();
  let last: Promise<unknown> = Promise.resolve();

  async function answer(query: string, target: Target, signal?: AbortSignal): Promise<readonly KqlDiagnostic[]> {
    signal?.throwIfAborted();
    const key = `${target} ${query}`;
    const found = known.get(key) ?? (await validate(query, target, signal));
    known.delete(key);
    known.set(key, found);
    for (const oldest of known.keys()) {
      if (known.size <= keptAnswers) break;
      known.delete(oldest);
    }
    return found;
  }

  return (query, target, signal) => {
    const answered = last.then(() => answer(query, target, signal));
    last = answered.catch(() => undefined);
    return answered;
  };
}

const keptAnswers = 50;
