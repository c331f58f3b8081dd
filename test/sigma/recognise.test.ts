import { describe, expect, test } from 'vitest';
import { isSigma } from '../../server/src/sigma/recognise.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';

const rules: readonly [name: string, text: string][] = [
  ['a rule', 'title: x\nlogsource:\n  product: windows\ndetection:\n  a:\n    B: 1\n  condition: a\n'],
  ['a rule without a detection yet', 'title: x\nlogsource:\n'],
  ['a rule without a title', 'logsource:\n  category: process_creation\ndetection:\n'],
  ['a detection alone', 'detection:\n  a:\n    B: 1\n  condition: a\n'],
  ['the head of a rule', 'title: x\nid: 5f1b0e0a-0000-4000-8000-000000000001\nstatus: experimental\n'],
  ['a head with tags', 'title: x\nlevel: high\ntags:\n  - attack.t1059\n'],
  ['wrong types everywhere', 'title: []\nlogsource: 1\ndetection: x\n'],
  ['a correlation', 'title: x\ncorrelation:\n  type: event_count\n'],
  ['a correlation without a title', 'correlation:\n  rules: [a]\n  timespan: 1h\n'],
  [
    'a filter',
    'title: x\nlogsource:\n  product: windows\nfilter:\n  rules: any\n  selection:\n    A: 1\n  condition: selection\n',
  ],
  ['a rule with a broken line', "title: 'x\nlogsource:\n  prod\ndetection:\n"],
];

const others: readonly [name: string, text: string][] = [
  ['nothing', ''],
  ['text', 'just some text'],
  ['a list', '- title: x\n  logsource: y\n'],
  ['only a title', 'title: x\n'],
  ['a page with front matter', 'title: x\ndate: 2024-01-01\ntags: [a, b]\nauthor: me\n'],
  ['Kubernetes', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec: {}\n'],
  [
    'a Kubernetes resource that speaks of detection',
    'apiVersion: x/v1\nkind: Rule\nlogsource: {}\ndetection:\n  condition: a\n',
  ],
  ['a GitHub workflow', 'name: CI\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: []\n'],
  ['Ansible', '- hosts: all\n  tasks:\n    - name: x\n      shell: y\n'],
  ['docker-compose', 'services:\n  web:\n    image: nginx\n'],
  ['OpenAPI', 'openapi: 3.0.0\ninfo:\n  title: x\n  version: 1\npaths: {}\n'],
  [
    'a pySigma pipeline',
    'name: x\npriority: 10\ntransformations:\n  - id: a\n    type: field_name_mapping\n    rule_conditions:\n      - type: logsource\n        product: windows\n',
  ],
  ['a fixture', 'cases:\n  - name: x\n    expect: match\n    events:\n      - Image: a\n'],
  ['a fixture with a title', 'title: x\nlevel: high\nstatus: test\ncases: []\n'],
  [
    'a Sentinel analytics rule',
    'id: 5f1b0e0a-0000-4000-8000-000000000001\nname: x\nseverity: High\nstatus: test\nquery: |\n  T\nkind: Scheduled\n',
  ],
  [
    'a Splunk detection',
    'name: x\nid: 5f1b0e0a-0000-4000-8000-000000000001\nstatus: production\ntype: TTP\nsearch: x\ndata_source: []\n',
  ],
  ['a Falco rule', '- rule: x\n  desc: y\n  condition: evt.type = open\n  output: z\n  priority: WARNING\n'],
  ['Prometheus', 'groups:\n  - name: x\n    rules:\n      - alert: y\n'],
  ['a GitLab pipeline', 'stages: [build]\nbuild:\n  script: make\n'],
  ['CloudFormation', "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"],
  ['a JSON schema', '$schema: https://json-schema.org/draft/2020-12/schema\ntitle: x\nproperties:\n  detection: {}\n'],
  [
    'a regression description',
    'id: 5f1b0e0a-0000-4000-8000-000000000001\ndescription: N/A\nrule_metadata:\n  - id: x\nregression_tests_info: []\n',
  ],
];

describe('documents are recognised by their content', () => {
  test.each(rules)('Sigma: %s', (_, text) => expect(isSigma(parseYaml(text).documents[0]?.root)).toBe(true));
  test.each(others)('not Sigma: %s', (_, text) => expect(isSigma(parseYaml(text).documents[0]?.root)).toBe(false));
});
