import type { YamlMapping, YamlScalar } from '../yaml/tree.ts';
import type { Finalizer, QueryAction, QueryItem, TemplateFile } from './pipeline.ts';
import { readConditions, readRuleCondition } from './readConditions.ts';
import {
  mappingsOf,
  nodeOf,
  offsetsOf,
  patternAt,
  type Reading,
  replacementAt,
  report,
  scalarOf,
  textAt,
  visibleRange,
} from './reading.ts';
import { readHead } from './readTransformation.ts';
import { typeOf } from './schemaProblems.ts';
import { readSimpleTemplate, type TemplateFault } from './simpleTemplate.ts';
import { readTemplate, type Template } from './template.ts';

/** Reads one item of `postprocessing`; undefined when it is none. */
export function readQueryItem(mapping: YamlMapping, reading: Reading): QueryItem | undefined {
  const rule = readConditions(mapping, 'rule', readRuleCondition, reading);
  const head = readHead(mapping, reading);
  const action = readAction(mapping, reading);
  return action && { ...head, rule, action };
}

/** Reads one item of `finalizers`; undefined when it is none. */
export function readFinalizer(mapping: YamlMapping, reading: Reading): Finalizer | undefined {
  const indent = scalarOf(mapping, 'indent')?.value;
  const indented = typeof indent === 'number' ? { indent } : {};
  switch (typeOf(mapping)) {
    case 'concat':
      return {
        kind: 'concat',
        separator: textAt(mapping, 'separator') ?? '\n',
        prefix: textAt(mapping, 'prefix') ?? '',
        suffix: textAt(mapping, 'suffix') ?? '',
      };
    case 'json':
      return { kind: 'json', ...indented };
    case 'yaml':
      return { kind: 'yaml', ...indented };
    case 'template': {
      const template = templateAt(mapping, ['queries', 'pipeline'], reading);
      return template && { kind: 'template', ...template };
    }
    case 'nested':
      return {
        kind: 'nest',
        finalizers: mappingsOf(nodeOf(mapping, 'finalizers')).flatMap((each) => readFinalizer(each, reading) ?? []),
      };
    default:
      return undefined;
  }
}

function readAction(mapping: YamlMapping, reading: Reading): QueryAction | undefined {
  switch (typeOf(mapping)) {
    case 'embed':
      return { kind: 'embed', prefix: textAt(mapping, 'prefix') ?? '', suffix: textAt(mapping, 'suffix') ?? '' };
    case 'simple_template': {
      const scalar = scalarOf(mapping, 'template');
      if (typeof scalar?.value !== 'string') return undefined;
      const template = readSimpleTemplate(scalar.value, queryNames);
      if (!('fault' in template)) return { kind: 'simpleTemplate', template, range: visibleRange(scalar) };
      return reportFault(template, mapping, reading);
    }
    case 'template': {
      const template = templateAt(mapping, queryNames, reading);
      return template && { kind: 'template', ...template, range: mapping.range };
    }
    case 'json':
      return readJson(mapping, reading);
    case 'replace': {
      const pattern = patternAt(mapping, 'pattern', reading);
      const replacement = pattern && replacementAt(mapping, 'replacement', pattern, reading);
      return pattern && replacement && { kind: 'replace', pattern, replacement };
    }
    case 'nest':
      return {
        kind: 'nest',
        items: mappingsOf(nodeOf(mapping, 'items')).flatMap((item) => readQueryItem(item, reading) ?? []),
      };
    default:
      return undefined;
  }
}

const queryNames = ['query', 'rule', 'pipeline'];

interface ReadTemplate {
  /** Nothing as long as `file` has not been read. */
  readonly template: Template;
  readonly file?: TemplateFile;
}

/** With `path`, a folder, `template` is the name of a file in it (pySigma, `TemplateBase`). */
function templateAt(mapping: YamlMapping, names: readonly string[], reading: Reading): ReadTemplate | undefined {
  const code = nodeOf(mapping, 'vars');
  if (code !== undefined) {
    const message =
      '`vars` names a Python file, and no code is run here. Remove it, and keep constants under the `vars` of the pipeline: templates see them as `pipeline.vars`.';
    report(reading, { code: 'pipeline-unsupported', message, range: code.range });
  }
  const escapes = scalarOf(mapping, 'autoescape');
  if (escapes?.value === true) {
    const message = '`autoescape` is not supported: the output of this pipeline is no HTML. Remove it.';
    report(reading, { code: 'pipeline-unsupported', message, range: visibleRange(escapes) });
  }
  const scalar = scalarOf(mapping, 'template');
  if (typeof scalar?.value !== 'string') return undefined;
  const folder = textAt(mapping, 'path');
  if (folder !== undefined) return templateFile(folder, scalar, names, reading);
  const template = readTemplate(scalar.value, names);
  return 'fault' in template ? reportFault(template, mapping, reading) : { template };
}

/** Jinja's loader takes names below its folder only. */
function templateFile(
  folder: string,
  scalar: YamlScalar,
  names: readonly string[],
  reading: Reading,
): ReadTemplate | undefined {
  const name = String(scalar.value);
  const range = visibleRange(scalar);
  const steps = name.split('/');
  if (name !== '' && !steps.includes('..') && !name.includes('\\')) {
    const path = [folder.replace(/\/+$/, ''), ...steps.filter((step) => step !== '' && step !== '.')].join('/');
    return { template: [], file: { path: { value: path, range }, names } };
  }
  const message = 'With `path`, `template` is the name of a file in that folder, such as `rule.j2`.';
  report(reading, { code: 'pipeline-template', message, range });
  return undefined;
}

function reportFault({ fault, start, end }: TemplateFault, mapping: YamlMapping, reading: Reading): undefined {
  const scalar = scalarOf(mapping, 'template');
  if (scalar === undefined) return undefined;
  const offset = offsetsOf(scalar, reading);
  const range = { start: offset(start), end: offset(end) };
  report(reading, {
    code: 'pipeline-template',
    message: fault,
    range: range.start < range.end ? range : visibleRange(scalar),
  });
  return undefined;
}

function readJson(mapping: YamlMapping, reading: Reading): QueryAction | undefined {
  const scalar = scalarOf(mapping, 'json_template');
  if (typeof scalar?.value !== 'string') return undefined;
  try {
    const template: unknown = JSON.parse(scalar.value);
    return { kind: 'json', template };
  } catch {
    const message = 'This is not JSON. Correct it: names and texts stand in double quotes.';
    report(reading, { code: 'pipeline-template', message, range: visibleRange(scalar) });
    return undefined;
  }
}
