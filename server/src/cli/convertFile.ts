import type { ConvertOptions } from '../kql/convert.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import type { ConvertFormat, Result } from './convertFormats.ts';
import { convertRules } from './convertRules.ts';
import { meantRules } from './meantRules.ts';
import { type NamedFile, readRuleFile } from './ruleFiles.ts';

/** How rules are converted that have nothing to do with those of other files; plain data, so that a worker can be told. */
export interface ConvertRequest {
  readonly options: ConvertOptions;
  readonly placeholders: Placeholders;
  readonly format: ConvertFormat;
  readonly nearRealTime: boolean;
}

/**
 * Converts one file after the other; nothing comes of a file that was not named and has no rule. A file with a filter or a
 * correlation, whose rules cannot be converted by themselves, is `reaching`.
 */
export function createFileConverter(request: ConvertRequest): (file: NamedFile) => readonly Result[] | 'reaching' {
  const { options, placeholders, format, nearRealTime } = request;
  return ({ path, isNamed }) => {
    const found = readRuleFile(path, isNamed);
    if (found === undefined) return [];
    if (found.kind === 'rules' && found.file.rules.some(({ kind }) => kind !== 'detection')) return 'reaching';
    const meant = meantRules([found], [], placeholders);
    return convertRules(found, { options, meant, format, nearRealTime });
  };
}
