// @ts-check

/** @typedef {typeof import('../../server/src/index.ts')} Library */
/** @typedef {Pick<Library, 'parseSigma' | 'checkFile' | 'compileMatcher' | 'compileRules' | 'convertToKql' | 'explain'>} Probed */
/** @typedef {import('../../server/src/problem.ts').Problem} Problem */
/** @typedef {import('../../server/src/range.ts').Range} Range */

/** @type {readonly Record<string, unknown>[]} */
const events = [
  {},
  {
    EventID: 1,
    Image: 'C:\\Windows\\cmd.exe',
    CommandLine: 'cmd /c whoami -enc QQ==',
    User: null,
    UtcTime: '2026-11-22 10:11:12',
  },
  {
    a: { b: [1, 'x', null, { c: true }] },
    CommandLine: ['*', '', 'ſé😀'],
    'x y': 12345678901234567890n,
    __proto__: { Image: 1 },
  },
];

const targets = /** @type {const} */ (['asim', 'xdr', 'workspace']);

/**
 * Puts a document through everything that reads rules.
 *
 * @param {Probed} library
 * @param {string} text
 * @returns {string[]} what is wrong with how the product treats it: nothing, if all is well.
 */
export function faultsOf(library, text) {
  /** @type {string[]} */
  const faults = [];
  const problems = attempt(faults, 'check', () => everything(library, text, faults)) ?? [];
  if (text.includes('\r')) return faults;
  const windows = attempt(faults, 'check CRLF', () => checked(library, text.replaceAll('\n', '\r\n')).problems) ?? [];
  const breaks = lineBreaks(text);
  const expected = problems.map((problem) => written(problem, (offset) => offset + breaks(offset)));
  const actual = windows.map((problem) => written(problem, (offset) => offset));
  const different = [
    ...actual.filter((each) => !expected.includes(each)),
    ...expected.filter((each) => !actual.includes(each)),
  ];
  if (different.length > 0) faults.push(`CRLF changes the findings: ${different.slice(0, 2).join(' <> ')}`);
  return faults;
}

/** @type {<Result>(faults: string[], what: string, run: () => Result) => Result | undefined} */
function attempt(faults, what, run) {
  try {
    return run();
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    faults.push(`${what} throws: ${stack.split('\n').slice(0, 4).join(' ')}`);
    return undefined;
  }
}

/** @param {Probed} library @param {string} text */
function checked({ parseSigma, checkFile }, text) {
  const file = parseSigma(text);
  return { file, problems: checkFile(file, { profile: 'all', path: '/rules/fuzzed_rule.yml' }) };
}

/**
 * @param {Probed} library
 * @param {string} text
 * @param {string[]} faults
 * @returns {readonly Problem[]}
 */
export function everything(library, text, faults) {
  const { file, problems } = checked(library, text);
  checkProblems(text, problems, 'checkFile', faults);
  /** @type {number[][]} */
  const alone = events.map(() => []);
  for (const [index, rule] of file.rules.entries()) {
    attempt(faults, 'match', () => {
      try {
        const matches = library.compileMatcher(rule);
        for (const [number, event] of events.entries()) {
          const matched = matches(event);
          if (matched) alone[number]?.push(index);
          if (library.explain(rule, event).matched !== matched) faults.push('explain and compileMatcher differ');
        }
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'UnmatchableRuleError') throw error;
        const { problem } = /** @type {Error & { problem: Problem }} */ (error);
        checkProblems(text, [problem], 'compileMatcher', faults);
      }
    });
    for (const target of targets)
      attempt(faults, `convert to ${target}`, () => convertInto(library, text, rule, target, faults));
  }
  attempt(faults, 'match many', () => {
    const together = library.compileRules(file.rules);
    for (const [number, event] of events.entries()) {
      const found = together(event).map(({ index }) => index);
      if (found.join() !== alone[number]?.join()) faults.push('compileRules and compileMatcher differ');
    }
  });
  return problems;
}

/**
 * @param {Probed} library
 * @param {string} text
 * @param {import('../../server/src/sigma/rule.ts').SigmaRule} rule
 * @param {import('../../server/src/catalog/target.ts').Target} target
 * @param {string[]} faults
 */
function convertInto({ convertToKql }, text, rule, target, faults) {
  const conversion = convertToKql(rule, { target });
  checkProblems(text, conversion.problems, `convert to ${target}`, faults);
  for (const { query, source } of conversion.sourceMap) {
    if (!isInside(source, text)) faults.push(`convert to ${target}: source ${source.start}-${source.end} is outside`);
    if (!isInside(query, conversion.query ?? '')) faults.push(`convert to ${target}: query range is outside`);
  }
}

/** @param {string} text @param {readonly Problem[]} problems @param {string} where @param {string[]} faults */
function checkProblems(text, problems, where, faults) {
  for (const { code, message, range, related = [], fixes = [] } of problems) {
    const here = related.filter(({ elsewhere }) => elsewhere === undefined);
    const edits = fixes.flatMap((fix) => fix.edits);
    for (const each of [range, ...here.map((one) => one.range), ...edits.map((edit) => edit.range)]) {
      if (!isInside(each, text)) faults.push(`${where}: ${code} at ${each?.start}-${each?.end} of ${text.length}`);
    }
    if (message === '' || /undefined|\[object|NaN/.test(message.replace(/`[^`]*`/g, '')))
      faults.push(`${where}: ${code} says "${message}"`);
  }
}

/** Inside the text, and not within a pair of surrogates. @param {Range} range @param {string} text */
function isInside({ start, end }, text) {
  if (!(start >= 0 && start <= end && end <= text.length)) return false;
  return !splitsPair(text, start) && !splitsPair(text, end);
}

/** @param {string} text @param {number} offset */
function splitsPair(text, offset) {
  return /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, offset - 1), offset + 1)) && offset > 0;
}

/** @param {string} text @returns {(offset: number) => number} how many line breaks there are before an offset */
function lineBreaks(text) {
  const before = new Uint32Array(text.length + 1);
  for (let index = 0; index < text.length; index++) {
    before[index + 1] = (before[index] ?? 0) + (text[index] === '\n' ? 1 : 0);
  }
  return (offset) => before[offset] ?? 0;
}

/** @param {Problem} problem @param {(offset: number) => number} moved */
function written({ code, message, range }, moved) {
  return `${code} ${moved(range.start)}-${moved(range.end)} ${message.replaceAll('\r\n', '\n')}`;
}
