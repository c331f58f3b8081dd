/** What kind of value a modifier reads. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'any';

export interface Modifier {
  readonly name: string;
  readonly group:
    | 'generic'
    | 'text'
    | 'regular expression'
    | 'encoding'
    | 'number'
    | 'time'
    | 'network'
    | 'placeholder';
  /** What it does, in Markdown. */
  readonly documentation: string;
  /** A line as it would stand in a rule. */
  readonly example: string;
  readonly takes: ValueKind;
  /** What the values may be after it; undefined leaves them as they are. */
  readonly gives: Stage | undefined;
  /** Where in a chain it may stand. */
  readonly after: readonly Stage[];
  /** It reads values that no modifier has touched; pySigma counts `all` and `neq` among them. */
  readonly first?: true;
  /** The usual name of the same modifier. */
  readonly aliasOf?: string;
}

/** What a chain of modifiers has made of the values so far. */
export type Stage =
  | 'value'
  | 'text'
  | 'wide'
  | 'encoded'
  | 'placed'
  | 'regex'
  | 'placed regex'
  | 'network'
  | 'comparison'
  | 'time'
  | 'exists'
  | 'fieldref'
  | 'placed fieldref';

const everywhere: readonly Stage[] = [
  'value',
  'text',
  'wide',
  'encoded',
  'placed',
  'regex',
  'placed regex',
  'network',
  'comparison',
  'time',
  'exists',
  'fieldref',
  'placed fieldref',
];
const positions: readonly Stage[] = ['value', 'text', 'wide', 'encoded', 'regex', 'fieldref'];
const texts: readonly Stage[] = ['value', 'text'];

const timeParts = {
  minute: 'minute (0 to 59)',
  hour: 'hour (0 to 23)',
  day: 'day of the month (1 to 31)',
  week: 'week of the year (1 to 53)',
  month: 'month (1 to 12)',
  year: 'year',
};

/**
 * All modifiers of the specification 2.1 (appendix "Modifiers"), with pySigma's long names of the flags of `re`, in the
 * order in which they are offered.
 */
export const modifiers: ReadonlyMap<string, Modifier> = new Map(
  (
    [
      {
        name: 'contains',
        group: 'generic',
        documentation: 'The value stands anywhere in the field: as if it had `*` before and after it.',
        example: "CommandLine|contains: ' -enc '",
        takes: 'text',
        gives: 'placed',
        after: positions,
      },
      {
        name: 'startswith',
        group: 'generic',
        documentation: 'The field begins with the value: as if it had `*` after it.',
        example: "Image|startswith: 'C:\\Users\\'",
        takes: 'text',
        gives: 'placed',
        after: positions,
      },
      {
        name: 'endswith',
        group: 'generic',
        documentation: 'The field ends with the value: as if it had `*` before it.',
        example: "Image|endswith: '\\powershell.exe'",
        takes: 'text',
        gives: 'placed',
        after: positions,
      },
      {
        name: 'all',
        group: 'generic',
        documentation: 'Every value of the list has to match, where otherwise one of them is enough.',
        example: "CommandLine|contains|all: [' -w ', 'hidden']",
        takes: 'any',
        gives: undefined,
        after: everywhere,
      },
      {
        name: 'cased',
        group: 'generic',
        documentation: 'Upper and lower case count, which they otherwise do not.',
        example: 'CommandLine|contains|cased: IEX',
        takes: 'text',
        gives: undefined,
        after: ['value', 'text', 'wide', 'encoded', 'placed', 'fieldref', 'placed fieldref'],
      },
      {
        name: 'neq',
        group: 'generic',
        documentation:
          'The field is none of the values. The whole line is negated, so it also holds where the field is missing; with `all`, where not every value matches.',
        example: 'User|neq: SYSTEM',
        takes: 'any',
        gives: undefined,
        after: everywhere,
      },
      {
        name: 'exists',
        group: 'generic',
        documentation: '`true`: the event has the field, be it empty or null. `false`: it does not have it.',
        example: 'ParentImage|exists: true',
        takes: 'boolean',
        gives: 'exists',
        after: ['value'],
        first: true,
      },
      {
        name: 'windash',
        group: 'text',
        documentation:
          'A dash or slash that begins a word stands for each of `-`, `/`, en dash, em dash and horizontal bar, because Windows commands take them alike.',
        example: "CommandLine|windash|contains: ' -f '",
        takes: 'text',
        gives: undefined,
        after: ['value', 'text', 'placed'],
      },
      {
        name: 're',
        group: 'regular expression',
        documentation:
          'The value is a regular expression that is found anywhere in the field; upper and lower case count. Write it for RE2: without lookarounds and back-references.',
        example: "CommandLine|re: 'p(ower)?shell'",
        takes: 'text',
        gives: 'regex',
        after: ['value'],
        first: true,
      },
      {
        name: 'i',
        group: 'regular expression',
        documentation: 'Flag of `re`: upper and lower case are the same.',
        example: "CommandLine|re|i: 'invoke-\\w+'",
        takes: 'text',
        gives: undefined,
        after: ['regex', 'placed regex'],
      },
      {
        name: 'm',
        group: 'regular expression',
        documentation: 'Flag of `re`: `^` and `$` also match at the start and end of each line.',
        example: "ScriptBlockText|re|m: '^function '",
        takes: 'text',
        gives: undefined,
        after: ['regex', 'placed regex'],
      },
      {
        name: 's',
        group: 'regular expression',
        documentation: 'Flag of `re`: the dot also matches line breaks.',
        example: "ScriptBlockText|re|s: 'begin.*end'",
        takes: 'text',
        gives: undefined,
        after: ['regex', 'placed regex'],
      },
      {
        name: 'base64',
        group: 'encoding',
        documentation: 'The Base64 form of the value is looked for. Usually followed by `contains`.',
        example: "CommandLine|base64|contains: 'http'",
        takes: 'text',
        gives: 'encoded',
        after: ['value', 'text', 'wide', 'encoded'],
      },
      {
        name: 'base64offset',
        group: 'encoding',
        documentation:
          'The three forms are looked for that the value can have inside of a longer Base64 text. Follow it with `contains`.',
        example: "CommandLine|wide|base64offset|contains: 'IEX'",
        takes: 'text',
        gives: 'encoded',
        after: ['value', 'text', 'wide', 'encoded'],
      },
      {
        name: 'utf16le',
        group: 'encoding',
        documentation:
          'The value is turned into UTF-16, little end first: what PowerShell encodes. Goes before `base64` or `base64offset`.',
        example: "CommandLine|utf16le|base64offset|contains: 'IEX'",
        takes: 'text',
        gives: 'wide',
        after: ['value', 'text', 'encoded'],
      },
      {
        name: 'wide',
        group: 'encoding',
        documentation:
          'The same as `utf16le`: the value is turned into UTF-16, little end first. Goes before `base64` or `base64offset`.',
        example: "CommandLine|wide|base64offset|contains: 'IEX'",
        takes: 'text',
        gives: 'wide',
        after: ['value', 'text', 'encoded'],
      },
      {
        name: 'utf16be',
        group: 'encoding',
        documentation: 'The value is turned into UTF-16, big end first. Goes before `base64` or `base64offset`.',
        example: "CommandLine|utf16be|base64offset|contains: 'IEX'",
        takes: 'text',
        gives: 'wide',
        after: ['value', 'text', 'encoded'],
      },
      {
        name: 'utf16',
        group: 'encoding',
        documentation:
          'The value is turned into UTF-16 with the byte order mark FF FE before it. Goes before `base64` or `base64offset`.',
        example: "CommandLine|utf16|base64|contains: 'IEX'",
        takes: 'text',
        gives: 'wide',
        after: ['value', 'text', 'encoded'],
      },
      {
        name: 'cidr',
        group: 'network',
        documentation: 'The field is an address of the network, IPv4 or IPv6.',
        example: "DestinationIp|cidr: '10.0.0.0/8'",
        takes: 'text',
        gives: 'network',
        after: ['value'],
        first: true,
      },
      {
        name: 'lt',
        group: 'number',
        documentation: 'The field is a number below the value.',
        example: 'DestinationPort|lt: 1024',
        takes: 'number',
        gives: 'comparison',
        after: ['value', 'time'],
      },
      {
        name: 'lte',
        group: 'number',
        documentation: 'The field is a number not above the value.',
        example: 'DestinationPort|lte: 1023',
        takes: 'number',
        gives: 'comparison',
        after: ['value', 'time'],
      },
      {
        name: 'gt',
        group: 'number',
        documentation: 'The field is a number above the value.',
        example: 'FileSize|gt: 1000000',
        takes: 'number',
        gives: 'comparison',
        after: ['value', 'time'],
      },
      {
        name: 'gte',
        group: 'number',
        documentation: 'The field is a number not below the value.',
        example: 'DestinationPort|gte: 49152',
        takes: 'number',
        gives: 'comparison',
        after: ['value', 'time'],
      },
      {
        name: 'fieldref',
        group: 'generic',
        documentation:
          'The value names another field of the event, and both have to be equal; with `startswith`, `endswith` or `contains` after it, the one has to begin with, end with or contain the other.',
        example: 'SubjectUserName|fieldref|neq: TargetUserName',
        takes: 'text',
        gives: 'fieldref',
        after: texts,
      },
      {
        name: 'expand',
        group: 'placeholder',
        documentation:
          'A name between percent signs stands for values that are known only where the rule is used. `\\%` is a percent sign.',
        example: "User|expand: '%Administrators%'",
        takes: 'text',
        gives: undefined,
        after: ['value', 'text', 'placed'],
      },
      ...(['minute', 'hour', 'day', 'week', 'month', 'year'] as const).map((part) => ({
        name: part,
        group: 'time' as const,
        documentation: `The ${timeParts[part]} of the time in the field, as it is written there: no time zone is applied. Can be followed by \`lt\`, \`lte\`, \`gt\` or \`gte\`.`,
        example: `EventTime|${part}|gte: ${part === 'year' ? 2024 : 1}`,
        takes: 'number' as const,
        gives: 'time' as const,
        after: ['value'] as const,
      })),
      ...(
        [
          ['ignorecase', 'i'],
          ['multiline', 'm'],
          ['dotall', 's'],
        ] as const
      ).map(([name, aliasOf]) => ({
        name,
        aliasOf,
        group: 'regular expression' as const,
        documentation: `pySigma's long name of \`${aliasOf}\`, which the specification does not have. Write \`${aliasOf}\`.`,
        example: `CommandLine|re|${aliasOf}: 'a.b'`,
        takes: 'text' as const,
        gives: undefined,
        after: ['regex', 'placed regex'] as const,
      })),
    ] satisfies Modifier[]
  ).map((modifier: Modifier) => [modifier.name, modifier]),
);

/** The names that may stand next after a chain, in the order in which they are offered. */
export function legalModifiers(chain: readonly string[]): string[] {
  const state = follow(chain);
  return [...modifiers.values()]
    .filter((modifier) => modifier.aliasOf === undefined && objection(modifier, state) === undefined)
    .map((modifier) => modifier.name);
}

export interface ChainState {
  readonly stage: Stage;
  readonly seen: ReadonlySet<string>;
  readonly last: string | undefined;
}

export const startOfChain: ChainState = { stage: 'value', seen: new Set(), last: undefined };

/** The state after one more modifier, whether it is legal or not. */
export function advance(state: ChainState, modifier: Modifier): ChainState {
  const name = modifier.aliasOf ?? modifier.name;
  const seen = new Set(state.seen).add(name);
  return { stage: nextStage(state.stage, modifier), seen, last: modifier.name };
}

/** Why a modifier cannot stand there, as a sentence, or undefined if it can. */
export function objection(modifier: Modifier, state: ChainState): string | undefined {
  const { name } = modifier;
  const usual = modifier.aliasOf ?? name;
  if (state.seen.has(usual) && !isRepeatable(modifier, state)) return `\`${name}\` stands here twice. Remove one.`;
  if (modifier.first && state.last !== undefined && modifier.after.includes(state.stage)) {
    return `\`${name}\` has to be the first modifier. Write \`${[name, ...state.seen].join('|')}\`.`;
  }
  if (modifier.after.includes(state.stage)) {
    if (state.seen.has('expand') && (modifier.group === 'encoding' || name === 'fieldref')) {
      return `\`${name}\` cannot follow \`expand\`, whose values are not known yet. Remove one of the two.`;
    }
    if (name === 'fieldref' && state.seen.has('windash')) {
      return '`fieldref` takes the name of a field, and `windash` would change it. Remove one of the two.';
    }
    return undefined;
  }
  if (modifier.group === 'regular expression' && name !== 're') {
    return `\`${name}\` is a flag of \`re\`. Write \`re|${name}\`.`;
  }
  if (modifier.after.length === 1 && modifier.after[0] === 'value') {
    return `\`${name}\` has to be the first modifier. Remove what stands before it.`;
  }
  if (modifier.group === 'encoding' && (state.stage === 'placed' || state.seen.has('windash'))) {
    return `\`${name}\` has to stand before \`${state.last ?? 'contains'}\`, which adds wildcards. Swap them.`;
  }
  return `\`${name}\` cannot follow \`${state.last ?? name}\`. Remove one of the two.`;
}

/** What is encoded can be encoded again, as scripts within scripts are: `wide|base64offset|wide|base64offset`. */
function isRepeatable({ group }: Modifier, { seen }: ChainState): boolean {
  return group === 'encoding' && (seen.has('base64') || seen.has('base64offset'));
}

function follow(chain: readonly string[]): ChainState {
  let state = startOfChain;
  for (const name of chain) {
    const modifier = modifiers.get(name);
    if (modifier !== undefined) state = advance(state, modifier);
  }
  return state;
}

function nextStage(stage: Stage, modifier: Modifier): Stage {
  if (modifier.gives === 'placed') {
    if (stage === 'regex') return 'placed regex';
    if (stage === 'fieldref') return 'placed fieldref';
  }
  if (modifier.gives !== undefined) return modifier.gives;
  return stage === 'value' && modifier.takes === 'text' ? 'text' : stage;
}
