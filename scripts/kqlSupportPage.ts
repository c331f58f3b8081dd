import { kqlSupport, type Supported } from '../server/src/kusto/support.ts';

/** docs/kql-support.md: what of KQL runs on sample events, from the evaluator and Microsoft's service themselves. */
export function kqlSupportPage(): string {
  const { operators, functions, aggregates, plugins } = kqlSupport();
  return [
    introduction,
    section('Operators and statements', operators),
    section('Scalar functions', functions),
    section('Aggregate functions', aggregates),
    section('Plugins of `evaluate`', plugins),
    exactness,
  ].join('\n');
}

const introduction = `<!-- Written by \`npm run docs\` from the evaluator. Do not edit. -->
# KQL that runs on sample events

Queries are parsed and bound by Microsoft's language service and evaluated by Sigmasmith. What is not listed as run is named by a problem at its place, and such a query has no result: never a wrong or a partial one.
`;

const exactness = `## Where the result is exact and Kusto's is not, or open
- \`dcount\`, \`percentile\` and their like, \`top-hitters\`: exact here, estimated in Kusto.
- \`sample\`, \`take_any\`, \`take\` and the joins' choice of a row: Kusto takes any, here it is always the same.
- \`now()\` and \`ago()\` follow the samples: a second after their newest event, unless a time is given.
- A chain of \`and\` and \`or\` counts null as false, as the documentation of the logical operators has it.
- \`parse_user_agent\` follows the rules of uap-core as of this release; Kusto's are the same, maybe of another year.
`;

function section(title: string, supported: readonly Supported[]): string {
  const list = (runs: boolean) => {
    const names = supported.filter((each) => each.runs === runs).map(({ name }) => `\`${name}\``);
    return names.length === 0 ? 'none' : names.join(', ');
  };
  const count = supported.filter(({ runs }) => runs).length;
  return `## ${title}: ${count} of ${supported.length}\n\nRun: ${list(true)}\n\nNot run: ${list(false)}\n`;
}
