import type { Problem } from '../problem.ts';
import type { Finalizer, Pipeline, ProcessingItem, QueryItem, TemplateFile, Transformation } from './pipeline.ts';
import { readTemplate, type Template } from './template.ts';
import { valuesOfFile } from './valuesOfFile.ts';

/** A file as whoever reads it found it; `why` ends a sentence: `does not exist`. */
export type OutsideFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The files that a pipeline takes values and templates from, as it writes their paths, which start at its own folder; each
 * once.
 */
export function filesNamedBy(pipeline: Pipeline): readonly string[] {
  const named = new Set<string>();
  const remember: Reader = (path) => {
    named.add(path);
    return undefined;
  };
  fill(pipeline, remember, []);
  return [...named];
}

/** The pipeline with what is in these files, by the paths of `filesNamedBy`; with an error for each that has nothing for it. */
export function withFiles(pipeline: Pipeline, files: ReadonlyMap<string, OutsideFile>): Pipeline {
  const problems: Problem[] = [];
  const filled = fill(pipeline, (path) => files.get(path) ?? { kind: 'refused', why: 'was not read' }, problems);
  return { ...filled, problems: [...pipeline.problems, ...problems] };
}

/** Undefined where the file is only to be named. */
type Reader = (path: string) => OutsideFile | undefined;

function fill(pipeline: Pipeline, read: Reader, problems: Problem[]): Pipeline {
  return {
    ...pipeline,
    transformations: withValues(pipeline.transformations, read, problems),
    postprocessing: pipeline.postprocessing.map((item) => withTemplate(item, read, problems)),
    finalizers: pipeline.finalizers.map((finalizer) => finalizerWithTemplate(finalizer, read, problems)),
  };
}

function withValues(
  items: readonly ProcessingItem<Transformation>[],
  read: Reader,
  problems: Problem[],
): readonly ProcessingItem<Transformation>[] {
  return items.map((item) => {
    const { action } = item;
    if (action.kind === 'nest')
      return { ...item, action: { ...action, items: withValues(action.items, read, problems) } };
    if (action.kind !== 'placeholders' || action.by.kind !== 'file') return item;
    const { file } = action.by;
    const values = contentOf<readonly string[]>(file.path, read, problems, (text) => valuesOfFile(file, text));
    return values === undefined ? item : { ...item, action: { ...action, by: { kind: 'values', values } } };
  });
}

function withTemplate(item: QueryItem, read: Reader, problems: Problem[]): QueryItem {
  const { action } = item;
  if (action.kind === 'nest')
    return { ...item, action: { ...action, items: action.items.map((each) => withTemplate(each, read, problems)) } };
  if (action.kind !== 'template' || action.file === undefined) return item;
  const template = templateOf(action.file, read, problems);
  return template === undefined ? item : { ...item, action: { kind: 'template', template, range: action.range } };
}

function finalizerWithTemplate(finalizer: Finalizer, read: Reader, problems: Problem[]): Finalizer {
  if (finalizer.kind === 'nest') {
    const finalizers = finalizer.finalizers.map((each) => finalizerWithTemplate(each, read, problems));
    return { ...finalizer, finalizers };
  }
  if (finalizer.kind !== 'template' || finalizer.file === undefined) return finalizer;
  const template = templateOf(finalizer.file, read, problems);
  return template === undefined ? finalizer : { kind: 'template', template };
}

/** A fault in the template is told with its line, at the name of its file. */
function templateOf({ path, names }: TemplateFile, read: Reader, problems: Problem[]): Template | undefined {
  return contentOf<Template>(path, read, problems, (text) => {
    const template = readTemplate(text, names);
    if (!('fault' in template)) return template;
    const line = text.slice(0, template.start).split('\n').length;
    return { fault: `is no template that is supported here, line ${line}: ${template.fault.replace(/\.$/, '')}` };
  });
}

function contentOf<Content extends readonly unknown[]>(
  { value: path, range }: TemplateFile['path'],
  read: Reader,
  problems: Problem[],
  make: (text: string) => Content | { readonly fault: string },
): Content | undefined {
  const found = read(path);
  if (found === undefined) return undefined;
  const content = found.kind === 'text' ? make(found.text) : { fault: found.why };
  if (!('fault' in content)) return content;
  const message = `\`${path}\` ${content.fault}.`;
  problems.push({ code: 'pipeline-invalid-value', severity: 'error', message, range });
  return undefined;
}
