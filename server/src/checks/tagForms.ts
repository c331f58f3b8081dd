import { nearest } from '../sigma/nearest.ts';
import type { Check, CheckContext, CheckDocs } from './check.ts';
import { ruleWith } from './examples.ts';
import { listUnder } from './listItems.ts';
import { replaceScalar } from './textEdits.ts';

/** What may stand after the dot of a tag, namespace by namespace; `attack` has checks of its own. */
export const tagFormChecks: readonly Check[] = [
  tagCheck(
    'invalid-cve-tag',
    ['cvetag'],
    'cve',
    {
      what: 'A `cve` tag is not of the form `cve.YYYY-NNNN`.',
      why: 'Tools look up the vulnerability by it.',
      example: { bad: tagged('cve.2024.3400'), good: tagged('cve.2024-3400') },
    },
    (name) => {
      if (/^\d+-\d+$/.test(name)) return undefined;
      const [, year, number] = /^(?:cve)?[-._]?(\d{4})[-._](\d{4,})$/.exec(name) ?? [];
      return {
        message: 'A `cve` tag has a year, a hyphen and a number: `cve.2024-3400`.',
        ...(year !== undefined && { meant: `cve.${year}-${number}` }),
      };
    },
  ),
  tagCheck(
    'invalid-car-tag',
    ['cartag'],
    'car',
    {
      what: 'A `car` tag is not of the form `car.YYYY-MM-NNN`, the id of an analytic of MITRE’s Cyber Analytics Repository.',
      why: 'Tools look up the analytic by it.',
      example: { bad: tagged('car.2016-3-001'), good: tagged('car.2016-03-001') },
    },
    (name) => {
      if (/^\d{4}-\d\d-\d{3}$/.test(name)) return undefined;
      const [, year, month = '', number = ''] = /^(?:car-)?(\d{4})[-._](\d{1,2})[-._](\d{1,3})$/.exec(name) ?? [];
      return {
        message: 'A `car` tag has a year, a month and three digits: `car.2016-03-001`.',
        ...(year !== undefined && { meant: `car.${year}-${month.padStart(2, '0')}-${number.padStart(3, '0')}` }),
      };
    },
  ),
  tagCheck(
    'invalid-detection-tag',
    ['detection_tag'],
    'detection',
    {
      what: 'A `detection` tag is none of `detection.dfir`, `detection.emerging-threats` and `detection.threat-hunting`.',
      why: 'It says which collection of rules this one belongs to; there are three.',
      example: { bad: tagged('detection.threat_hunting'), good: tagged('detection.threat-hunting') },
    },
    (name) => {
      if (detectionKinds.includes(name)) return undefined;
      const meant = nearest(name.replaceAll('_', '-'), detectionKinds);
      return {
        message: `A \`detection\` tag is one of ${detectionKinds.map((kind) => `\`detection.${kind}\``).join(', ')}.`,
        ...(meant !== undefined && { meant: `detection.${meant}` }),
      };
    },
  ),
  tagCheck(
    'invalid-stp-tag',
    ['stptag'],
    'stp',
    {
      what: 'An `stp` tag is not a number from 1 to 5, perhaps with `a`, `u` or `k`: a level of “Summiting the Pyramid”.',
      why: 'It says how hard the rule is to evade; other levels do not exist.',
      example: { bad: tagged('stp.6a'), good: tagged('stp.5a') },
    },
    (name) =>
      /^[1-5][auk]?$/.test(name)
        ? undefined
        : { message: 'An `stp` tag has a level from 1 to 5, then perhaps `a`, `u` or `k`: `stp.4a`.' },
  ),
  tagCheck(
    'invalid-d3fend-tag',
    ['d3_fendtag'],
    'd3fend',
    {
      what: 'A `d3fend` tag is neither a tactic of D3FEND, nor of the form of its techniques (`d3-…`) and artifacts (`d3f-…`).',
      why: 'Tools look up the countermeasure by it.',
      example: { bad: tagged('d3fend.dettect'), good: tagged('d3fend.detect') },
      url: 'https://d3fend.mitre.org/',
    },
    (name) => {
      if (d3fendTactics.includes(name) || /^d3f?-[a-z0-9]+(-[a-z0-9]+)*$/i.test(name)) return undefined;
      const meant = nearest(name, d3fendTactics);
      return {
        message: `A \`d3fend\` tag names a tactic (${d3fendTactics.join(', ')}), a technique \`d3-…\` or an artifact \`d3f-…\`.`,
        ...(meant !== undefined && { meant: `d3fend.${meant}` }),
      };
    },
  ),
  tagCheck(
    'unknown-tlp-tag',
    ['tlptag', 'tlpv2_tag', 'tlpv1_tag', 'sigmahq_tags_tlp'],
    'tlp',
    {
      what: 'A `tlp` tag is no label of the Traffic Light Protocol: `clear`, `green`, `amber`, `amber-strict` or `red`.',
      why: 'Nobody knows with whom the rule may be shared.',
      example: { bad: tagged('tlp.orange'), good: tagged('tlp.amber') },
      url: 'https://www.first.org/tlp/',
    },
    (name) => {
      if (tlpLabels.includes(name) || name === 'white') return undefined;
      const meant = name === 'amber+strict' || name === 'amber_strict' ? 'amber-strict' : nearest(name, tlpLabels);
      return {
        message: `The Traffic Light Protocol has no label \`${name}\`. It has ${tlpLabels.map((label) => `\`${label}\``).join(', ')}.`,
        ...(meant !== undefined && { meant: `tlp.${meant}` }),
      };
    },
  ),
  tagCheck(
    'tlp-white',
    ['tlpv2_tag', 'sigmahq_tags_tlp'],
    'tlp',
    {
      what: 'The tag `tlp.white` is of version 1 of the Traffic Light Protocol. Version 2 calls it `clear`.',
      why: 'Version 2 took the place of version 1 in 2022.',
      example: { bad: tagged('tlp.white'), good: tagged('tlp.clear') },
      url: 'https://www.first.org/tlp/',
    },
    (name) =>
      name === 'white'
        ? {
            message: '`tlp.white` is called `tlp.clear` since version 2 of the Traffic Light Protocol.',
            meant: 'tlp.clear',
          }
        : undefined,
  ),
  {
    ...tagCheck(
      'tlp-version-2',
      ['tlpv1_tag'],
      'tlp',
      {
        what: 'The tag `tlp.clear` or `tlp.amber-strict` is of version 2 of the Traffic Light Protocol; version 1 does not have it.',
        why: 'Only for those whose tools still read version 1. No profile but `all` has this check, and SigmaHQ switches it off.',
        example: { bad: tagged('tlp.clear'), good: tagged('tlp.green') },
        url: 'https://www.first.org/tlp/',
      },
      (name) =>
        name === 'clear' || name === 'amber-strict'
          ? { message: `Version 1 of the Traffic Light Protocol has no label \`${name}\`.` }
          : undefined,
    ),
    severity: 'hint',
    profiles: [],
  },
  {
    ...tagCheck(
      'tlp-not-clear',
      ['sigmahq_tags_tlp'],
      'tlp',
      {
        what: 'A rule has a `tlp` tag other than `tlp.clear`.',
        why: 'What is public cannot be confidential: SigmaHQ takes only rules that everybody may have.',
        example: { bad: tagged('tlp.green'), good: tagged('tlp.clear') },
      },
      (name) =>
        tlpLabels.includes(name) && name !== 'clear'
          ? { message: `SigmaHQ’s rules are public: \`tlp.clear\` instead of \`tlp.${name}\`.` }
          : undefined,
    ),
    profiles: ['sigmahq'],
  },
];

const detectionKinds = ['dfir', 'emerging-threats', 'threat-hunting'];
const d3fendTactics = ['model', 'harden', 'detect', 'isolate', 'deceive', 'evict', 'restore'];
const tlpLabels = ['clear', 'green', 'amber', 'amber-strict', 'red'];

interface Verdict {
  readonly message: string;
  /** The whole tag that was probably meant. */
  readonly meant?: string;
}

function tagCheck(
  id: string,
  aliases: readonly string[],
  namespace: string,
  docs: CheckDocs,
  judge: (name: string) => Verdict | undefined,
): Check {
  return {
    id,
    severity: 'warning',
    aliases,
    docs: { url: tagPage(), ...docs },
    run({ rule }: CheckContext, report) {
      for (const { scalar } of listUnder(rule.node, 'tags')?.items ?? []) {
        if (!scalar.text.startsWith(`${namespace}.`)) continue;
        const verdict = judge(scalar.text.slice(namespace.length + 1));
        if (verdict === undefined) continue;
        const { message, meant } = verdict;
        report({
          range: scalar.contentRange,
          message,
          ...(meant !== undefined && { fixes: [replaceScalar(scalar, meant)] }),
        });
      }
    },
  };
}

function tagPage(): string {
  return 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-tags.md';
}

function tagged(tag: string): string {
  return ruleWith('tags:', `    - ${tag}`);
}
