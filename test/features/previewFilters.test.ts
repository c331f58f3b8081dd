import { expect, test } from 'vitest';
import { createLineIndex } from '../../server/src/lineIndex.ts';
import { preview } from '../../server/src/lsp/features/preview.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

test('the preview has the filters of the rule’s own file, and leads to their places', () => {
  const text = `title: Whoami
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
---
title: Our agent
logsource:
    category: process_creation
filter:
    rules: any
    selection:
        User: svc_agent
    condition: not selection
`;
  const document = {
    uri: 'file:///whoami.yml',
    version: 1,
    text,
    lines: createLineIndex(text),
    file: parseSigma(text),
    problems: [],
  };
  const result = preview(document, 'xdr', 0);
  const lines = text.split('\n');
  const sources = (result?.sourceMap ?? [])
    .filter(({ start, end }) => result?.query?.slice(start, end).includes('svc_agent'))
    .map(({ source: { start, end } }) => lines[start.line]?.slice(start.character, end.character));
  expect(sources).toContain('User: svc_agent');
});
