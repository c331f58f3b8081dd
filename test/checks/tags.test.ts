import { expect, test } from 'vitest';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

const rest = `logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`;

test('tags that ATT&CK knows', () => {
  expectFindings(`title: Whoami
tags:
    - attack.stealth
    - attack.defense-impairment
    - attack.execution
    - attack.t1059
    - attack.t1059.001
    - attack.g0007
    - attack.s0005
    - attack.m1031
    - attack.ds0009
${rest}`);
});

test('tags that ATT&CK does not know', () => {
  expectFindings(`title: Whoami
tags:
    - attack.t9999
    # ^^^^^^^^^^^^ warning(unknown-attack-tag): ATT&CK has no \`t9999\`.
    - attack.t1059.999
    # ^^^^^^^^^^^^^^^^ warning(unknown-attack-tag): ATT&CK has no \`t1059.999\`.
    - attack.t1059.1
    # ^^^^^^^^^^^^^^ warning(unknown-attack-tag): Did you mean \`attack.t1059.001\`?
    - attack.excution
    # ^^^^^^^^^^^^^^^ warning(unknown-attack-tag): Did you mean \`attack.execution\`?
    - attack.g9999
    # ^^^^^^^^^^^^ warning(unknown-attack-tag): ATT&CK has no \`g9999\`.
    - attack.__proto__
    # ^^^^^^^^^^^^^^^^ warning(unknown-attack-tag): ATT&CK has no \`__proto__\`.
${rest}`);
});

test('a revoked technique and its successor', () => {
  const text = `title: Whoami
tags:
    - attack.t1086
    # ^^^^^^^^^^^^ warning(revoked-technique): ATT&CK has replaced T1086 (PowerShell) by T1059.001 (PowerShell): \`attack.t1059.001\`.
${rest}`;
  expectFindings(text);
  const plain = `title: Whoami\ntags:\n    - attack.t1086 # old\n    - attack.execution\n${rest}`;
  expect(fixed(plain, 'revoked-technique')).toBe(plain.replace('t1086', 't1059.001'));
});

test('where the successor is there already, the fix removes the revoked one', () => {
  const plain = `title: Whoami\ntags:\n    - attack.t1086\n    - attack.t1059.001\n${rest}`;
  expect(fixed(plain, 'revoked-technique')).toBe(plain.replace('    - attack.t1086\n', ''));
  const flow = `title: Whoami\ntags: [attack.t1059.001, attack.t1086]\n${rest}`;
  expect(fixed(flow, 'revoked-technique')).toBe(flow.replace(', attack.t1086', ''));
});

test('the retired tactic is replaced by those that the techniques of the rule have', () => {
  const rule = (...tags: string[]) => `title: Whoami\ntags:\n${tags.map((tag) => `    - ${tag}\n`).join('')}${rest}`;
  expect(fixed(rule('attack.defense-evasion', 'attack.t1027'), 'retired-tactic')).toBe(
    rule('attack.stealth', 'attack.t1027'),
  );
  expect(fixed(rule('attack.defense-evasion', 'attack.t1027', 'attack.t1685'), 'retired-tactic')).toBe(
    rule('attack.stealth', 'attack.defense-impairment', 'attack.t1027', 'attack.t1685'),
  );
  expect(fixed(rule('attack.stealth', 'attack.defense_evasion', 'attack.t1027'), 'retired-tactic')).toBe(
    rule('attack.stealth', 'attack.t1027'),
  );
  const [problem] = findingsOf(rule('attack.defense-evasion'));
  expect(problem).toMatchObject({ code: 'retired-tactic', severity: 'warning' });
  expect(problem?.fixes?.map((fix) => fix.edits[0]?.text)).toEqual(['attack.stealth', 'attack.defense-impairment']);
});

test('spelling', () => {
  expectFindings(`title: Whoami
tags:
    - attack.execution
    - attack.T1059.001
    # ^^^^^^^^^^^^^^^^ warning(attack-tag-spelling): \`attack.t1059.001\`
    - attack.privilege_escalation
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning(attack-tag-spelling): \`attack.privilege-escalation\`
${rest}`);
});

test('namespaces', () => {
  expectFindings(`title: Whoami
tags:
    - atack.t1059
    # ^^^^^ warning(unknown-tag-namespace): Did you mean \`attack\`?
    - contoso.team-red
    # ^^^^^^^ information(unknown-tag-namespace): Sigma has no tag namespace \`contoso\`.
${rest}`);
});

test('duplicate tags', () => {
  expectFindings(`title: Whoami
tags:
    - attack.execution
    - attack.t1059
    - attack.t1059
    # ^^^^^^^^^^^^ warning(duplicate-tag): is in this list already
${rest}`);
});
