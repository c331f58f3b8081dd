import path from 'node:path';
import { filesNamedBy, type OutsideFile, withFiles } from '../pipelines/outsideFiles.ts';
import { parsePipeline } from '../pipelines/parse.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { isPipeline, pipelineKey } from '../pipelines/recognise.ts';
import { deref } from '../yaml/navigate.ts';
import { parseYaml } from '../yaml/parse.ts';
import { type Finding, findingsOf } from './finding.ts';
import { yamlFiles } from './ruleFiles.ts';
import { readText } from './textFile.ts';

/** Pipelines that were read, and what is wrong with their files. */
export interface ReadPipelines {
  readonly pipelines: readonly Pipeline[];
  readonly findings: readonly Finding[];
}

/** The pipelines that `--pipeline` names, in that order; in folders, the files that are pipelines. */
export function readPipelines(paths: readonly string[]): ReadPipelines {
  const pipelines: Pipeline[] = [];
  const findings: Finding[] = [];
  for (const found of yamlFiles(paths)) {
    if (found.kind === 'bad') {
      findings.push(...found.findings);
      continue;
    }
    const read = readText(found.path);
    if (read.kind === 'bad') findings.push(read.finding);
    else if (found.isNamed || isPipelineText(read.text)) {
      const pipeline = withItsFiles(parsePipeline(read.text, path.basename(found.path)), path.dirname(found.path));
      pipelines.push(pipeline);
      findings.push(...findingsOf(found.path, read.text, pipeline.problems));
    }
  }
  return { pipelines, findings };
}

function withItsFiles(pipeline: Pipeline, folder: string): Pipeline {
  const named = filesNamedBy(pipeline);
  return named.length === 0
    ? pipeline
    : withFiles(pipeline, new Map(named.map((name) => [name, outside(folder, name)])));
}

function outside(folder: string, name: string): OutsideFile {
  const read = readText(path.resolve(folder, name));
  return read.kind === 'text'
    ? read
    : { kind: 'refused', why: `cannot be read: ${read.finding.message.replace(/\.$/, '')}` };
}

/** Whether a text is a pipeline, judged by its content. */
export function isPipelineText(text: string): boolean {
  return pipelineKey.test(text) && isPipeline(deref(parseYaml(text).documents[0]?.root));
}

/** For `--help`. */
export const pipelinesHelp = `--pipeline FILE  a processing pipeline of pySigma or sigma-cli, or a folder of them;
                   can be given several times`;
