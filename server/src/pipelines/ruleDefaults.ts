/** What pySigma's rules have where their text does not say it (`SigmaRuleBase`). */
export const ruleDefaults: Readonly<Record<string, unknown>> = {
  title: null,
  id: null,
  name: null,
  status: null,
  level: null,
  description: null,
  author: null,
  date: null,
  modified: null,
  license: null,
  taxonomy: 'sigma',
  tags: [],
  references: [],
  falsepositives: [],
  related: [],
};
