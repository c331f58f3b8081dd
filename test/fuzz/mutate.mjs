// @ts-check

/** @typedef {() => number} Random from 0 up to 1 */

/**
 * A document made of a seed by a few changes: of characters, of lines, or of YAML's structure as far as its lines show it.
 *
 * @param {string} seed
 * @param {readonly string[]} seeds where lines of other documents come from
 * @param {Random} random
 */
export function mutated(seed, seeds, random) {
  let text = seed;
  const changes = 1 + Math.floor(random() * random() * 8);
  for (let change = 0; change < changes; change++) {
    const kind = oneOf([changeCharacters, changeCharacters, changeLines, changeStructure, changeStructure], random);
    text = kind(text, random, seeds);
  }
  return text.slice(0, longest);
}

/** Larger documents have a benchmark of their own. */
const longest = 400_000;

/** @type {<Item>(items: readonly Item[], random: Random) => Item} */
export function oneOf(items, random) {
  return /** @type {any} */ (items[Math.floor(random() * items.length)]);
}

/** @param {string} text @param {Random} random */
function changeCharacters(text, random) {
  const at = Math.floor(random() * (text.length + 1));
  const length = Math.floor(random() * random() * 12);
  switch (Math.floor(random() * 5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length + 1);
    case 1:
      return text.slice(0, at) + oneOf(oddTexts, random) + text.slice(at);
    case 2:
      return text.slice(0, at) + oneOf(oddTexts, random) + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    default:
      return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 65_536)) + text.slice(at + 1);
  }
}

const oddTexts = [
  ...[
    ':',
    ': ',
    ' :',
    '|',
    '|||',
    '*',
    '?',
    '\\',
    '\\\\',
    "'",
    "''",
    '"',
    '[',
    ']',
    '{',
    '}',
    ',',
    '-',
    '- ',
    '&a ',
    '*a',
    '<<: ',
  ],
  ...[
    '!',
    '!!',
    '!!binary ',
    '!!float ',
    '%',
    '@',
    '`',
    '#',
    ' #',
    '>',
    '>-',
    '|+2',
    '---\n',
    '...\n',
    '\n',
    '\n\n',
    '\t',
    ' ',
    '  ',
  ],
  ...[
    '\r',
    '\r\n',
    '\0',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ud83d',
    '\ude00',
    '😀',
    'é',
    'İ',
    'ſ',
    '~',
    'null',
    '0x1F',
    '1e999',
  ],
  ...[
    '.inf',
    '99999999999999999999',
    '%name%',
    '(',
    ')',
    '(((((',
    ' and ',
    ' not ',
    ' of them',
    '1 of ',
    'all of *',
    '$',
    '^',
  ],
];

/** @param {string} text @param {Random} random @param {readonly string[]} seeds */
function changeLines(text, random, seeds) {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const line = lines[at] ?? '';
  switch (Math.floor(random() * 9)) {
    case 0:
      lines.splice(at, 1 + Math.floor(random() * 4));
      break;
    case 1:
      lines.splice(at, 0, ...lines.slice(at, at + 1 + Math.floor(random() * 4)));
      break;
    case 2:
      lines.splice(at, 2, lines[at + 1] ?? '', line);
      break;
    case 3:
      lines[at] = `${' '.repeat(Math.floor(random() * 9))}${line.trimStart()}`;
      break;
    case 4:
      lines[at] = `\t${line}`;
      break;
    case 5: {
      const other = oneOf(seeds, random).split('\n');
      const from = Math.floor(random() * other.length);
      lines.splice(at, Math.floor(random() * 3), ...other.slice(from, from + 1 + Math.floor(random() * 8)));
      break;
    }
    case 6:
      return lines.slice(0, at).join('\n') + line.slice(0, Math.floor(random() * (line.length + 1)));
    case 7:
      return `${text}\n---\n${oneOf(seeds, random)}`;
    default:
      return text.replaceAll('\n', '\r\n');
  }
  return lines.join('\n');
}

/** Changes a line that has a key: its name, its modifiers or its value. @param {string} text @param {Random} random */
function changeStructure(text, random) {
  const lines = text.split('\n');
  const keyed = lines.flatMap((line, index) => (/^\s*(?:- )?[^\s#:][^:]*:/.test(line) ? [index] : []));
  if (keyed.length === 0) return `${text}\n${oneOf(oddKeys, random)}: ${oneOf(oddValues, random)}`;
  const at = oneOf(keyed, random);
  const [, indent = '', key = '', value = ''] = /^(\s*(?:- )?)([^:]*):(.*)$/.exec(lines[at] ?? '') ?? [];
  switch (Math.floor(random() * 7)) {
    case 0:
      lines[at] = `${indent}${oneOf(oddKeys, random)}:${value}`;
      break;
    case 1:
      lines[at] = `${indent}${key}|${oneOf(modifiers, random)}:${value}`;
      break;
    case 2:
      lines[at] = `${indent}${key.replace(/\|.*/, '')}:${value}`;
      break;
    case 3:
      lines[at] = `${indent}${key}: ${oneOf(oddValues, random)}`;
      break;
    case 4:
      lines[at] = `${indent}condition: ${condition(random, 4)}`;
      break;
    case 5:
      lines[at] =
        `${indent}${key}:\n${indent}    ${oneOf(oddKeys, random)}|${oneOf(modifiers, random)}: ${oneOf(oddValues, random)}`;
      break;
    default:
      lines[at] = `${indent}- ${oneOf(oddValues, random)}`;
  }
  return lines.join('\n');
}

/** @param {Random} random @param {number} depth @returns {string} */
function condition(random, depth) {
  if (depth === 0 || random() < 0.3) return oneOf(conditionWords, random);
  const inner = () => condition(random, depth - 1);
  return oneOf(
    [() => `${inner()} and ${inner()}`, () => `${inner()} or ${inner()}`, () => `not ${inner()}`, () => `(${inner()})`],
    random,
  )();
}

const conditionWords = [
  'selection',
  'filter',
  '1 of selection*',
  'all of them',
  'any of filter_*',
  '2 of them',
  'selection | count() > 3',
  'and',
  '(',
  'sel*',
];
const modifiers = [
  ...[
    'contains',
    'all',
    'startswith',
    'endswith',
    're',
    're|i',
    're|i|m|s',
    'cidr',
    'windash',
    'base64',
    'base64offset|contains',
    'wide|base64',
  ],
  ...[
    'utf16',
    'expand',
    'fieldref',
    'exists',
    'cased',
    'neq',
    'gt',
    'gte',
    'lt',
    'lte',
    'minute',
    'week',
    'containz',
    'contains|all|all',
    '',
  ],
];
const oddKeys = [
  ...[
    'title',
    'id',
    'logsource',
    'detection',
    'condition',
    'selection',
    'correlation',
    'filter',
    'rules',
    'timespan',
    'group-by',
    'aliases',
  ],
  ...[
    'type',
    'tags',
    'date',
    'level',
    'status',
    'related',
    'fields',
    'action',
    'CommandLine',
    'Image',
    'EventID',
    '<<',
    '__proto__',
    'a.b',
    '"x y"',
  ],
  ...[
    "''",
    '? a',
    '1',
    'null',
    '[a, b]',
    '*a',
    'constructor',
    'product',
    'category',
    'service',
    'falsepositives',
    'name',
    'references',
  ],
];
const oddValues = [
  ...[
    '',
    'null',
    '~',
    '[]',
    '{}',
    '0',
    '-1',
    '1.5',
    '.nan',
    '0x1F',
    '0o17',
    '2026-01-01',
    '99999999999999999999999',
    'true',
    "''",
    '""',
    "' '",
  ],
  ...[
    "'*'",
    "'**'",
    "'?'",
    "'\\'",
    "'\\\\*'",
    "'a*b?c'",
    '[a, b, [c]]',
    '{a: b, c: {d: [e]}}',
    '&a [x, y]',
    '*a',
    '[*a, *a]',
    '!!str 1',
    '!x y',
  ],
  ...[
    '|\n        line one\n        line two',
    '>-\n        folded\n\n        text',
    "'%name%'",
    "'(?i)a(b|c)*d'",
    "'(?=x)'",
    "'(a+)+$'",
    "'10.0.0.0/8'",
  ],
  ...[
    "'fe80::/10'",
    "'999.1.1.1/99'",
    'process_creation',
    'windows',
    'event_count',
    'temporal_ordered',
    '5m',
    '1h',
    'attack.t1059',
    'attack.execution',
    'high',
  ],
  ...[
    "'\u0441md'",
    "'é'",
    "'C:\\Windows\\\\*'",
    '"\\u0041\\x41\\n"',
    'any',
    '[',
    '{',
    '"open',
    "'open",
    'a: b: c',
    '- x',
    '# comment',
    'x'.repeat(3000),
  ],
];
