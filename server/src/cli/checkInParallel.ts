import { type CheckRequest, createFileChecker, type FileReport, type FileToCheck } from './checkFiles.ts';

/** The reports of files by their paths. */
export async function checkInParallel(
  files: readonly FileToCheck[],
  request: CheckRequest,
): Promise<ReadonlyMap<string, FileReport>> {
  const checker = createFileChecker(request);
  const reports = new Map<string, FileReport>();
  for (const file of files) {
    const report = await checker.check(file);
    if (report !== undefined) reports.set(file.path, report);
  }
  return reports;
}
