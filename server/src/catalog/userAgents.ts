import { load } from 'js-yaml';
import rulesText from 'uap-core/regexes.yaml?raw';
import { lazy } from './lazy.ts';

/** What a user agent can be asked for. */
export type UserAgentTarget = 'browser' | 'os' | 'device';

export interface UserAgentRule {
  readonly regex: string;
  readonly ignoresCase: boolean;
  /**
   * One for each part of the answer, the family first: a text in which `$1` stands for what the first group matched, or
   * `''` for no such part.
   */
  readonly parts: readonly string[];
}

/** The rules of uap-core, of which the first that matches tells the target (its docs/specification.md). */
export function userAgentRules(target: UserAgentTarget): readonly UserAgentRule[] {
  return rules()[target];
}

const rules = lazy((): Readonly<Record<UserAgentTarget, readonly UserAgentRule[]>> => {
  const file = load(rulesText) as Readonly<Record<string, readonly Written[]>>;
  return {
    browser: (file.user_agent_parsers ?? []).map(ruleOf(['family', 'v1', 'v2', 'v3'], ['$1', '$2', '$3', '$4'])),
    os: (file.os_parsers ?? []).map(ruleOf(['os', 'os_v1', 'os_v2', 'os_v3', 'os_v4'], ['$1', '$2', '$3', '$4', '$5'])),
    device: (file.device_parsers ?? []).map(ruleOf(['device', 'brand', 'model'], ['$1', '', '$1'])),
  };
});

type Written = Readonly<Record<string, string>>;

function ruleOf(names: readonly string[], otherwise: readonly string[]): (written: Written) => UserAgentRule {
  return (written) => ({
    regex: written.regex ?? '',
    ignoresCase: written.regex_flag === 'i',
    parts: names.map((name, index) => String(written[`${name}_replacement`] ?? otherwise[index])),
  });
}
