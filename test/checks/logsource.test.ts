import { expect, test } from 'vitest';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

const detection = `detection:
    selection:
        Image: x
    condition: selection
`;

test('names that are almost those of the taxonomy', () => {
  expectFindings(`title: Whoami
logsource:
    category: proces_creation
    #         ^^^^^^^^^^^^^^^ information(unusual-logsource): Did you mean \`process_creation\`?
    product: Windows
    #        ^^^^^^^ information(unusual-logsource): Did you mean \`windows\`?
    service: securty
    #        ^^^^^^^ information(unusual-logsource): Did you mean \`security\`?
${detection}`);
});

test('names of one’s own, and other taxonomies', () => {
  expectFindings(`title: Whoami
logsource:
    product: contoso-frobnicator
${detection}`);
  expectFindings(`title: Whoami
taxonomy: ecs
logsource:
    category: proces_creation
${detection}`);
});

test('the fix keeps quotes', () => {
  const text = `title: Whoami\nlogsource:\n    category: 'Process Creation'\n${detection}`;
  expect(fixed(text, 'unusual-logsource')).toBe(text.replace('Process Creation', 'process_creation'));
});

test('fields of log sources whose lists are only what rules use: near misses, whatever the profile (SigmaHQ has no lists for them)', () => {
  const codes = (logsource: string, field: string) =>
    findingsOf(`title: A\nlogsource:\n${logsource}\ndetection:\n    a:\n        ${field}: x\n    condition: a\n`, {
      profile: 'all',
    })
      .map(({ code }) => code)
      .filter((code) => code === 'unknown-field');
  const aws = '    product: aws\n    service: cloudtrail';
  expect(codes(aws, 'requestParameters.somethingRare')).toEqual([]);
  expect(codes(aws, 'eventSourc')).toEqual(['unknown-field']);
  expect(codes('    product: windows', 'Whatever')).toEqual([]);
  expect(codes('    product: linux\n    service: auditd', 'somethingRare')).toEqual(['unknown-field']);
});
