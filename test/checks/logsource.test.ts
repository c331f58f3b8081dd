import { expect, test } from 'vitest';
import { expectFindings, fixed } from './annotations.ts';

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
