import { allOf } from '../enumerate.ts';
import { lookUp, type PathStep } from './lookUp.ts';
import { pythonText } from './pythonText.ts';

/** A text with places, as Python's `str.format` has them: `{query}`, `{rule.title}`, `{pipeline.state[key]}`. */
export type SimpleTemplate = readonly SimplePart[];
type SimplePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly source: string; readonly path: readonly PathStep[] };

export interface TemplateFault {
  readonly fault: string;
  /** In the template. */
  readonly start: number;
  readonly end: number;
}

/** The template, or what is wrong with it. `names` are what a path may begin with. */
export function readSimpleTemplate(text: string, names: readonly string[]): SimpleTemplate | TemplateFault {
  const parts: SimplePart[] = [];
  let plain = '';
  for (const match of text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    const [found, source] = match;
    const place = { start: match.index, end: match.index + found.length };
    if (source === undefined) {
      if (found === '{' || found === '}')
        return { fault: `A single \`${found}\` stands for nothing. Double it for the character itself.`, ...place };
      plain += found === '{{' ? '{' : found === '}}' ? '}' : found;
      continue;
    }
    const path = readPath(source);
    if (path === undefined) {
      return { fault: `\`${found}\` cannot be filled in. Write a path such as \`{rule.title}\`.`, ...place };
    }
    if (!names.includes(String(path[0]))) return { ...unknownName(path, names), ...place };
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push({ kind: 'path', source, path });
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}

/** The text with its places filled in, or the first path that leads to nothing. */
export function fillSimpleTemplate(template: SimpleTemplate, values: object): string | { readonly missing: string } {
  let result = '';
  for (const part of template) {
    if (part.kind === 'text') result += part.text;
    else {
      const value = lookUp(values, part.path);
      if (value === undefined) return { missing: part.source };
      result += pythonText(value);
    }
  }
  return result;
}

export function unknownName(path: readonly PathStep[], names: readonly string[]): { readonly fault: string } {
  const known = allOf(names.map((name) => `\`${name}\``));
  return { fault: `There is no \`${path[0]}\` here. A template knows ${known}.` };
}

/** Conversions (`!r`) and formats (`:>10`) are none. */
function readPath(source: string): PathStep[] | undefined {
  if (!/^\w+(?:\.\w+|\[[^\][]+\])*$/.test(source)) return undefined;
  return [...source.matchAll(/(\w+)|\[([^\][]+)\]/g)].map(([, name, index]) => {
    const step = name ?? index ?? '';
    return index !== undefined && /^\d+$/.test(step) ? Number(step) : step;
  });
}
