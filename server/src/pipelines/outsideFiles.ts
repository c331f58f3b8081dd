import type { Problem } from '../problem.ts';
import type { Pipeline, ProcessingItem, Transformation, ValueFile } from './pipeline.ts';
import { valuesOfFile } from './valuesOfFile.ts';

/** A file as whoever reads it found it; `why` ends a sentence: `does not exist`. */
export type OutsideFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string };

/** The files that a pipeline takes values from, as it writes their paths, which start at its own folder; each once. */
export function filesNamedBy({ transformations }: Pipeline): readonly string[] {
  return [...new Set(valueFiles(transformations).map(({ path }) => path.value))];
}

function valueFiles(items: readonly ProcessingItem<Transformation>[]): readonly ValueFile[] {
  return items.flatMap(({ action }) => {
    if (action.kind === 'nest') return valueFiles(action.items);
    return action.kind === 'placeholders' && action.by.kind === 'file' ? [action.by.file] : [];
  });
}

/** The pipeline with the values of these files, by the paths of `filesNamedBy`; with an error for each that has none. */
export function withFiles(pipeline: Pipeline, files: ReadonlyMap<string, OutsideFile>): Pipeline {
  const problems: Problem[] = [];
  const transformations = filled(pipeline.transformations, files, problems);
  return { ...pipeline, transformations, problems: [...pipeline.problems, ...problems] };
}

function filled(
  items: readonly ProcessingItem<Transformation>[],
  files: ReadonlyMap<string, OutsideFile>,
  problems: Problem[],
): readonly ProcessingItem<Transformation>[] {
  return items.map((item) => {
    const { action } = item;
    if (action.kind === 'nest') return { ...item, action: { ...action, items: filled(action.items, files, problems) } };
    if (action.kind !== 'placeholders' || action.by.kind !== 'file') return item;
    const { file } = action.by;
    const { value: path, range } = file.path;
    const found = files.get(path) ?? { kind: 'refused', why: 'was not read' };
    const values = found.kind === 'text' ? valuesOfFile(file, found.text) : { fault: found.why };
    if (!('fault' in values)) return { ...item, action: { ...action, by: { kind: 'values', values } } };
    problems.push({
      code: 'pipeline-invalid-value',
      severity: 'error',
      message: `\`${path}\` ${values.fault}.`,
      range,
    });
    return item;
  });
}
