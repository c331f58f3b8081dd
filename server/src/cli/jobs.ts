import { type CheckRequest, createFileChecker, type FileReport } from './checkFiles.ts';
import { type ConvertRequest, createFileConverter } from './convertFile.ts';
import type { Result } from './convertFormats.ts';
import type { NamedFile } from './ruleFiles.ts';

/** What can be done with many files in several threads. Requests and reports are plain data, so that threads can say them. */
export interface Jobs {
  readonly check: {
    readonly file: NamedFile;
    readonly request: CheckRequest;
    /** Undefined for a file that was not named and has no rule. */
    readonly report: FileReport | undefined;
  };
  readonly convert: {
    readonly file: NamedFile;
    readonly request: ConvertRequest;
    readonly report: readonly Result[] | 'reaching';
  };
}

export type JobName = keyof Jobs;

export type Runner<Name extends JobName> = (
  file: Jobs[Name]['file'],
) => Jobs[Name]['report'] | Promise<Jobs[Name]['report']>;

/** One runner a thread, for all its files. */
export const runners: { readonly [Name in JobName]: (request: Jobs[Name]['request']) => Runner<Name> } = {
  check: (request) => {
    const checker = createFileChecker(request);
    return (file) => checker.check(file);
  },
  convert: createFileConverter,
};
