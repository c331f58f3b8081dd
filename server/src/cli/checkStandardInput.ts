import { fixAll } from '../checks/fixAll.ts';
import { filesPath } from '../host/nodeFiles.ts';
import { type CheckRequest, checkText, createFileChecker, type FileReport, optionsFor } from './checkFiles.ts';
import { readStandardInput } from './readStandardInput.ts';
import { decode } from './textFile.ts';
import { unifiedDiff } from './unifiedDiff.ts';

/** Checks the rules on standard input. `text` is what they are after mending, if they are to be printed. */
export async function checkStandardInput(
  request: CheckRequest,
  stdinPath: string | undefined,
): Promise<{ readonly reports: FileReport[]; readonly text: string | undefined }> {
  const name = stdinPath ?? '<stdin>';
  const read = decode(name, await readStandardInput());
  if (read.kind === 'bad') {
    const report = { path: name, rules: 0, findings: [read.finding], summary: [], suppresses: false, fixes: 0 };
    return { reports: [report], text: undefined };
  }
  const { path, ...options } = await optionsFor(name, request, createFileChecker(request).configs);
  const known = { ...options, ...(stdinPath !== undefined && path !== undefined && { path }) };
  const fixed = request.fix === undefined ? undefined : fixAll(read.text, known);
  const diff = request.fix === 'diff' && fixed ? unifiedDiff(filesPath(name), read.text, fixed.edits) : '';
  const report = checkText(name, fixed?.text ?? read.text, true, known);
  return {
    reports: report ? [{ ...report, fixes: fixed?.fixes ?? 0, ...(diff !== '' && { diff }) }] : [],
    text: request.fix === 'write' ? fixed?.text : undefined,
  };
}
