import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { userAgentRules } from '../../../server/src/catalog/userAgents.ts';

describe.each(['browser', 'os', 'device'] as const)('the rules for a %s', (target) => {
  it('are there, run on RE2 and have a family', () => {
    const rules = userAgentRules(target);
    expect(rules.length).toBeGreaterThan(100);
    for (const { regex, parts } of rules) {
      expect(() => RE2JS.compile(regex)).not.toThrow();
      expect(parts[0]).not.toBe('');
    }
  });
});
