import { describe, expect, it } from 'vitest';
import { preview } from '../../server/src/lsp/features/preview.ts';
import { alone, type Surroundings } from '../../server/src/lsp/surroundings.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { documentOf, processRule } from './documentOf.ts';

const filter = (rules: string, condition = 'not agent') => `title: Our agent
logsource:
    category: process_creation
    product: windows
filter:
    rules: ${rules}
    agent:
        User: svc_agent
    condition: ${condition}
`;
const named = (name: string, text = processRule("Image|endswith: '\\whoami.exe'")) => `name: ${name}\n${text}`;

/** The preview's problems of a filter: severity, the text that it stands at, and the message. */
function notes(text: string, around: Surroundings = alone): string[] {
  const document = documentOf(text);
  const result = preview(document, 'xdr', 0, around);
  expect(result).toMatchObject({ targets: [], broken: text.includes('selecton') });
  expect(result?.query).toBeUndefined();
  const lines = text.split('\n');
  return (result?.problems ?? []).map(({ severity, message, source }) => {
    const place = source && lines[source.start.line]?.slice(source.start.character, source.end.character);
    return `${severity} (${place}): ${message}`;
  });
}

describe('the preview of a filter', () => {
  it('says which rules it applies to, of its file and of others', () => {
    const text = `${filter('[here, there]')}---\n${named('here')}`;
    const around = { ...alone, rules: parseSigma(named('there')).rules };
    expect(notes(text, around)).toEqual([
      'information (here): It applies to `Example`.',
      'information (there): It applies to `Example`.',
    ]);
  });

  it('says what stands for all', () => {
    expect(notes(filter('any'))).toEqual([
      'information (any): It applies to every rule whose log source has `category: process_creation` and `product: windows`.',
    ]);
  });

  it('says which it names in vain, as long as all rules are known', () => {
    const linux = named('linux', processRule("Image|endswith: '/id'").replace('windows', 'linux'));
    const counting = `title: Often\nname: often\ncorrelation:\n    type: event_count\n    rules: [linux]\n    timespan: 5m\n    condition:\n        gte: 3\n`;
    const text = `${filter('[linux, often, nobody]')}---\n${linux}---\n${counting}`;
    expect(notes(text)).toEqual([
      'warning (linux): `Example` has another log source than `category: process_creation` and `product: windows`, so the filter does not apply to it.',
      'warning (often): `Often` is a correlation: a filter applies to detections only.',
      'warning (nobody): No known rule has the name or id `nobody`.',
    ]);
    expect(notes(text, { ...alone, isPartial: true }).join()).not.toContain('nobody');
  });

  it('has its errors first', () => {
    const [first] = notes(filter('any', 'not selecton'));
    expect(first).toMatch(/^error \(selecton\)/);
  });
});
