import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Target } from '../catalog/target.ts';
import { type Deployable, type DeployFormat, deployFormats, written } from '../deploy/deploy.ts';
import { finalize } from '../pipelines/finalize.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { Finding } from './finding.ts';
import type { Output } from './output.ts';

export const convertFormats = ['kql', 'json', ...deployFormats] as const;
export type ConvertFormat = (typeof convertFormats)[number];

/** What became of one rule, or of a file without rules. */
export interface Converted {
  readonly path: string;
  /** Among the rules of the file, from 0; missing for a file without rules. */
  readonly index?: number;
  readonly title?: string;
  readonly id?: string;
  readonly target: Target;
  readonly query: string | null;
  readonly tables: readonly string[];
  readonly approximate: boolean;
  readonly findings: readonly Finding[];
}

/** With what a format for Sentinel or Defender is written from. */
export interface Result extends Converted {
  readonly deployable?: Deployable;
  /** A pipeline has put the query into a document, in which no comment can stand. */
  readonly isDocument?: true;
}

export function isDeployFormat(format: ConvertFormat): format is DeployFormat {
  return format !== 'kql' && format !== 'json';
}

/** The rule has no query, or none that the format can take. */
export function isLost({ query, deployable }: Result, format: ConvertFormat): boolean {
  return query === null || (isDeployFormat(format) && deployable === undefined);
}

/** All results in a format that is one document as a whole. */
export function documentOf(results: readonly Result[], format: Exclude<ConvertFormat, 'kql'>): string {
  if (format === 'json') return JSON.stringify(results.map(withoutDeployable), undefined, 2);
  return written(
    results.flatMap(({ deployable }) => deployable ?? []),
    format,
  ).trimEnd();
}

/** One rule's query under a comment with its title. */
export function kqlOf({ path, title, query, isDocument }: Result, hasHeader: boolean): string {
  if (isDocument === true) return `${query}`;
  const heading = title === undefined || hasHeader ? path : `${title} (${path})`;
  return `// ${heading.replace(/[\r\n]+/g, ' ')}\n${query}\n`;
}

export interface WriteSettings {
  readonly format: ConvertFormat;
  readonly folder: string;
  readonly hasHeader: boolean;
  /** Their finalizers are applied to each query by itself, since each has a file. */
  readonly pipelines: readonly Pipeline[];
}

/** Each result as a file of its own in the folder, named like the rule's file; says what it wrote. */
export function writeFiles(
  results: readonly Result[],
  { format, folder, hasHeader, pipelines }: WriteSettings,
  output: Output,
): void {
  mkdirSync(folder, { recursive: true });
  const taken = new Set<string>();
  for (const result of results) {
    const text = textOf(result, format, hasHeader, pipelines);
    if (text === undefined) continue;
    const file = path.join(folder, freeName(path.parse(result.path).name, extensions[format], taken));
    writeFileSync(file, `${text}\n`);
    output.line(file);
  }
}

const extensions: Readonly<Record<ConvertFormat, string>> = {
  kql: '.kql',
  json: '.json',
  'sentinel-yaml': '.yaml',
  'sentinel-arm': '.json',
  'defender-json': '.json',
};

function textOf(
  result: Result,
  format: ConvertFormat,
  hasHeader: boolean,
  pipelines: readonly Pipeline[],
): string | undefined {
  if (isLost(result, format)) return undefined;
  if (format !== 'kql') return documentOf([result], format);
  const finalized = result.query === null ? undefined : finalize([result.query], pipelines);
  return (finalized ?? kqlOf(result, hasHeader)).trimEnd();
}

function freeName(name: string, extension: string, taken: Set<string>): string {
  for (let count = 1; ; count++) {
    const candidate = `${name}${count === 1 ? '' : `-${count}`}${extension}`;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}

function withoutDeployable({ deployable: _, isDocument: __, ...converted }: Result): Converted {
  return converted;
}
