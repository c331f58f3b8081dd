import { createSigmaDocument, type SigmaDocument } from '../../server/src/lsp/documents.ts';

/** A text as the server has it once it is open. */
export function documentOf(text: string, { uri = 'file:///rules/rule.yml', version = 1 } = {}): SigmaDocument {
  const document = createSigmaDocument(uri, version, text);
  if (document === undefined) throw new Error('The text is no Sigma rule.');
  return document;
}

/** A rule about started processes of Windows with these lines in its selection. */
export function processRule(...lines: string[]): string {
  return ruleAbout('category: process_creation\n    product: windows', ...lines);
}

export function ruleAbout(logsource: string, ...lines: string[]): string {
  return `title: Example
logsource:
    ${logsource}
detection:
    selection:
${lines.map((line) => `        ${line}\n`).join('')}    condition: selection
`;
}
