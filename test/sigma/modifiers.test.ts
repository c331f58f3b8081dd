import { describe, expect, test } from 'vitest';
import { legalModifiers, modifiers } from '../../server/src/sigma/modifiers.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { marks, mended, ruleOf, selectionOf } from './marked.ts';

const exampleOf = { text: "'10.0.0.0'", number: '10', boolean: 'true', any: "'x'" } as const;

describe('the table', () => {
  test.each([...modifiers.values()])('$name has documentation, and its example is a valid line', (modifier) => {
    expect(modifier.documentation).toMatch(/\.$/);
    const text = selectionOf(modifier.example);
    expect(marks(text)).toEqual([]);
    const usual = modifier.aliasOf ?? modifier.name;
    expect(modifier.example.split(':')[0]?.split('|')).toContain(usual);
  });

  test.each([...modifiers.values()])('what is legal after $name is accepted, everything else refused', (modifier) => {
    const before = ['i', 'm', 's', 'ignorecase', 'multiline', 'dotall'].includes(modifier.name) ? ['re'] : [];
    const chain = [...before, modifier.name];
    const legal = new Set(legalModifiers(chain));
    for (const next of modifiers.values()) {
      if (next.aliasOf !== undefined) continue;
      const kinds = [...chain, next.name].map((name) => modifiers.get(name)?.takes ?? 'any');
      const kind = kinds.find((candidate) => candidate !== 'any') ?? 'any';
      const refused = marks(selectionOf(`Field|${chain.join('|')}|${next.name}: ${exampleOf[kind]}`));
      const chainRefused = refused.some((mark) => mark.startsWith('illegal-modifier-chain'));
      expect([next.name, chainRefused]).toEqual([next.name, !legal.has(next.name)]);
    }
  });

  test('what may stand first, and after some chains', () => {
    expect(legalModifiers([])).not.toContain('i');
    expect(legalModifiers(['re'])).toEqual(expect.arrayContaining(['i', 'm', 's', 'all', 'neq', 'contains']));
    expect(legalModifiers(['re'])).not.toContain('cased');
    expect(legalModifiers(['contains'])).toEqual(['all', 'cased', 'neq', 'windash', 'expand']);
    expect(legalModifiers(['hour'])).toEqual(['all', 'neq', 'lt', 'lte', 'gt', 'gte']);
    expect(legalModifiers(['wide'])).toEqual(expect.arrayContaining(['base64', 'base64offset']));
    expect(legalModifiers(['exists'])).toEqual(['all', 'neq']);
    expect(legalModifiers(['nonsense'])).toEqual(legalModifiers([]));
  });
});

describe('problems of modifiers stand on their own characters', () => {
  const cases: readonly [line: string, ...expected: string[]][] = [
    ['Image|endswit: x', 'unknown-modifier [endswit]'],
    ["'Im''age|endswit|contains': x", 'unknown-modifier [endswit]'],
    ['"Im\\x61ge|endswit": x', 'unknown-modifier [endswit]'],
    ['? Image|endswit\n: x', 'unknown-modifier [endswit]'],
    ['Image|: x', 'unknown-modifier [|]'],
    ['Image|contains|bogus|all: [x, y]', 'unknown-modifier [bogus]'],
    ['Image|contains|re: x', 'illegal-modifier-chain [re]'],
    ['Image|contains|contains: x', 'illegal-modifier-chain [contains]'],
    ['Image|contains|endswith: x', 'illegal-modifier-chain [endswith]'],
    ['Image|i: x', 'illegal-modifier-chain [i]'],
    ['Image|contains|base64offset: x', 'illegal-modifier-chain [base64offset]'],
    ['Image|expand|base64: x', 'illegal-modifier-chain [base64]'],
    ["'|exists': true", 'illegal-modifier-chain [exists]'],
    // Backends of pySigma compare two fields, never a field with the whole event.
    ["'|fieldref': Image", 'illegal-modifier-chain [fieldref]'],
    // pySigma, `applied_modifiers`: for these three, `all` and `neq` are modifiers like others.
    ['Image|all|re: [x, y]', 'illegal-modifier-chain [re]'],
    ['Image|re|all: [x, y]'],
    ['Ip|neq|cidr: 10.0.0.0/8', 'illegal-modifier-chain [cidr]'],
    ['Ip|cidr|neq: 10.0.0.0/8'],
    ['Image|neq|exists: true', 'illegal-modifier-chain [exists]'],
    ['Image|neq|contains: x'],
    ['Image|windash|fieldref: -a', 'illegal-modifier-chain [fieldref]'],
    ['Image|wide|utf16le|base64: x', 'illegal-modifier-chain [utf16le]'],
    ['Image|wide|wide|base64: x', 'illegal-modifier-chain [wide]'],
    ['Image|wide|base64offset|wide|base64offset|contains: IEX'],
    [`Image${'|base64'.repeat(300)}: abc`, 'too-many-variants [abc]'],
    [`Image${'|base64offset'.repeat(30)}|contains: abcdefghijk`, 'too-many-variants [abcdefghijk]'],
    ['Image|contains: 46', 'modifier-value-type [46]'],
    ['Image|contains: yes', 'modifier-value-type [yes]'],
    ['Image|contains:', 'modifier-value-type [Image|contains]'],
    ['Image|contains:\n  - a\n  -', 'modifier-value-type [-]'],
    ['Image|contains: [a, null, 5]', 'modifier-value-type [null]', 'modifier-value-type [5]'],
    ["Port|gt: '10'", "modifier-value-type ['10']"],
    ['Port|gt: abc', 'modifier-value-type [abc]'],
    ['Port|gt: .inf', 'modifier-value-type [.inf]'],
    ['Image|exists: 1', 'modifier-value-type [1]'],
    ['Time|hour: 1.5', 'modifier-value-type [1.5]'],
    ['Time|hour: 24', 'modifier-value-type [24]'],
    ['Time|hour|lt: 24'],
    ['Image|base64: a*', 'modifier-value-type [a*]'],
    ['Image|base64offset|contains: a', 'modifier-value-type [a]'],
    ['Image|wide|contains: é', 'modifier-value-type [é]'],
    ['Image|wide|base64: é'],
    ['Image|fieldref: a*', 'modifier-value-type [a*]'],
    ["Image|fieldref: ''", "modifier-value-type ['']"],
    ['Image|windash|contains: " -a -b -c -d -e -f"', 'too-many-variants [" -a -b -c -d -e -f"]'],
    ["Image|re: 'a(?=b)'", 'invalid-regex [(?=]'],
    ["Image|re: ['a', '[b', '(']", 'invalid-regex [[b]', 'invalid-regex [(]'],
    ['Ip|cidr: [10.0.0.0/8, 10.1.2.3/8]', 'invalid-cidr [10.1.2.3/8]'],
    ['Image: {a: b}', 'detection-shape [{a: b}]'],
    ['Image: [[a]]', 'detection-shape [[a]]'],
    ['Image|bogus: {a: b}', 'unknown-modifier [bogus]', 'detection-shape [{a: b}]'],
    [': x', 'detection-shape [: x]'],
    ['[a]: x', 'detection-shape [[a]]'],
  ];
  test.each(cases)('%s', (line, ...expected) => {
    expect(marks(selectionOf(line))).toEqual(expected);
  });

  test('one broken line hides no other', () => {
    const text = selectionOf('A|bogus: 1', 'B|gt: x', 'C|re: "("');
    expect(marks(text)).toEqual(['unknown-modifier [bogus]', 'modifier-value-type [x]', 'invalid-regex [(]']);
  });

  test.each([
    ['Image|endswit: x', 'Image|endswith: x'],
    ["Port|gt: '10'", 'Port|gt: 10'],
    ['Image|contains: 46', "Image|contains: '46'"],
  ])('the fix of %s', (line, fixed) => {
    const text = selectionOf(line);
    expect(mended(text, parseSigma(text).problems[0])).toBe(selectionOf(fixed));
  });

  test('forms made by windash are counted over the whole rule', () => {
    const value = "      - ' -a -b -c -d -e'";
    const text = ruleOf(
      'selection:',
      '  F|windash|contains:',
      ...Array<string>(50).fill(value),
      'condition: selection',
    );
    expect(marks(text)).toEqual(["too-many-variants [' -a -b -c -d -e']"]);
  });
});
