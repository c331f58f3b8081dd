// @ts-check

/** Documents that are made to cost much, each by its name. @returns {Record<string, string>} */
export function hostileDocuments() {
  const many = (/** @type {number} */ count, /** @type {(index: number) => string} */ each) =>
    Array.from({ length: count }, (_, index) => each(index)).join('');
  return {
    'a billion laughs': rule(
      `    l0: &l0 {Image: [a, b, c]}\n${many(30, (index) => `    l${index + 1}: &l${index + 1} [${many(9, () => `*l${index}, `)}*l${index}]\n`)}    condition: l30\n`,
    ),
    'aliases merged into each other': rule(
      `    m0: &m0 {Image: a, User: b}\n${many(40, (index) => `    m${index + 1}: &m${index + 1}\n        <<: [*m${index}, *m${index}]\n        F${index}: x\n`)}    condition: 1 of m*\n`,
    ),
    'an alias of itself': rule('    selection: &s\n        Image: *s\n        <<: *s\n    condition: selection\n'),
    '10,000 selections': rule(
      `${many(10_000, (index) => `    selection_${index}:\n        Image|endswith: '\\${index}.exe'\n`)}    condition: 1 of selection_*\n`,
    ),
    '10,000 selections that are named': rule(
      `${many(10_000, (index) => `    s${index}:\n        Image: ${index}\n`)}    condition: s0${many(9999, (index) => ` or s${index + 1}`)}\n`,
    ),
    '100,000 items': rule(
      `    selection:\n        Image|contains:\n${many(100_000, (index) => `            - value ${index}\n`)}    condition: selection\n`,
    ),
    '100,000 keywords': rule(
      `    keywords:\n${many(100_000, (index) => `        - word${index}\n`)}    condition: keywords\n`,
    ),
    '100,000 equal items': rule(
      `    selection:\n        Image:\n${many(100_000, () => '            - a\n')}    condition: selection\n`,
    ),
    'a condition 5,000 deep': nested(`${'('.repeat(5000)}selection${')'.repeat(5000)}`),
    '5,000 times not': nested(`${'not '.repeat(5000)}selection`),
    '5,000 times not, in parentheses': nested(`${'not ('.repeat(5000)}selection${')'.repeat(5000)}`),
    '5,000 parentheses that stay open': nested('('.repeat(5000)),
    '5,000 operators in a row': nested(`selection${' and selection or selection'.repeat(5000)}`),
    '5,000 words that are no selection': nested(many(5000, (index) => ` x${index}`)),
    'lists 5,000 deep': rule(`    selection: ${'['.repeat(5000)}a${']'.repeat(5000)}\n    condition: selection\n`),
    'mappings 2,000 deep': rule(
      `    selection:\n${many(2000, (index) => `${' '.repeat(8 + index)}a:\n`)}    condition: selection\n`,
    ),
    'brackets that stay open': rule(`    selection: ${'[{a: '.repeat(20_000)}\n`),
    'a value of a megabyte': rule(
      `    selection:\n        CommandLine|contains: '${'ab*?'.repeat(250_000)}'\n    condition: selection\n`,
    ),
    'a regular expression that backtracks': rule(
      `    selection:\n        CommandLine|re: '^(a+)+(b|c|d)*(.*)*$'\n    condition: selection\n`,
    ),
    'a regular expression of 20,000 groups': rule(
      `    selection:\n        CommandLine|re: '${'(a|b)*'.repeat(20_000)}'\n    condition: selection\n`,
    ),
    'windash in 200 places': rule(
      `    selection:\n        CommandLine|contains|windash: '${' -x'.repeat(200)}'\n    condition: selection\n`,
    ),
    '20,000 tags': `title: x\ntags:\n${many(20_000, (index) => `    - attack.t${1000 + (index % 9000)}\n`)}${rule('    selection:\n        Image: x\n    condition: selection\n')}`,
    '1,000 documents': many(
      1000,
      (index) => `title: Rule ${index}\n${rule('    s:\n        Image: x\n    condition: s\n')}---\n`,
    ),
    '5,000 equal keys': rule(`    selection:\n${many(5000, () => '        Image: x\n')}    condition: selection\n`),
    '1,000 unknown modifiers': rule(
      `    selection:\n        Image${'|contain'.repeat(1000)}: x\n    condition: selection\n`,
    ),
    'one line of 2 MB': 'a: '.repeat(700_000),
    'a line of blanks': rule(`    selection:\n        Image: x${' '.repeat(100_000)}y: 'a\n    condition: selection\n`),
    'a quoted line of blanks': rule(
      `    selection:\n        Image: 'x${' '.repeat(100_000)}y\n    condition: "selection\n`,
    ),
    '100,000 tabs': rule('\t\n'.repeat(100_000)),
    '50,000 comments to ignore': `${many(50_000, () => '# sigmasmith-ignore x: y\n')}${rule('    s:\n        Image: x\n    condition: s\n')}`,
  };
}

/** @param {string} detection */
function rule(detection) {
  return `title: Hostile\nlogsource:\n    category: process_creation\n    product: windows\ndetection:\n${detection}`;
}

/** @param {string} condition */
function nested(condition) {
  return rule(`    selection:\n        Image: x\n    condition: ${condition}\n`);
}
