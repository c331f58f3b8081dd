/** Changes that make findings of a good rule, by what they do; each leaves a text alone where it does not apply. */
export const damages: Readonly<Record<string, (text: string) => string>> = {
  'a technique in capitals': put(/attack\.t(\d+)/, 'attack.T$1'),
  'a tag twice': put(/^( +- attack\..*\n)/m, '$1$1'),
  'a tactic with underscores': put(/- attack\.([a-z]+)-/, '- attack.$1_'),
  'a retired tactic': put(/^( +)- attack\..*\n/m, '$1- attack.defense-evasion\n'),
  'a revoked technique': put(/^( +)- attack\.t.*\n/m, '$1- attack.t1086\n'),
  'a technique without its tactic': put(/^ +- attack\.[a-z-]+\n/m, ''),
  'tags of a wrong form': put(
    /^(tags:\n)( +)/m,
    '$1$2- cve.2024.3400\n$2- car.2016-3-1\n$2- tlp.ambr # w\n$2- tlp.white\n$2- detection.hunting\n$2- d3fend.dettect\n$2- Attack.Execution\n$2',
  ),
  'tags in one line, one twice': (text) => inOneLine(text, /^tags:\n((?: +- .*\n)+)/m, 'tags', ' # tags'),
  'a date with slashes': put(/^date: (\d+)-(\d+)-(\d+)/m, 'date: $1/$2/$3'),
  'a short date': put(/^date: .*/m, 'date: 2024-3-4'),
  'a superfluous change': put(/^date: (.*)\n(?:modified:.*\n)?/m, 'date: $1\nmodified: $1 # again\n'),
  'a change without a date': put(/^date:/m, 'modified:'),
  'values in capitals': (text) => text.replace(/^level: ./m, 'level: H').replace(/^status: ./m, 'status: T'),
  'a misspelt level': put(/^level: .*/m, 'level: hihg'),
  'a title like a sentence': put(/^title: (.*)/m, 'title: "Detects some $1."'),
  'keys that are missing': (text) => text.replaceAll(/^(?:status|id|date|level):.*\n/gm, ''),
  'old keys': put(/^logsource:/m, 'fields: [a, b]  # these\nlogsource:'),
  'poor false positives': put(/^falsepositives:\n( +)-.*/m, '$&\n$1- some thing\n$1- None\n$1- "Unkown ligitimate"'),
  'a number for a text': put(/^author: .*/m, 'author: 123'),
  'misspelt keys': (text) => text.replace(/^description:/m, 'descripton:').replace(/^detection:/m, 'detections:'),
  'the same misspelt key twice': put(/^author:/m, 'auhtor: x\nautor:'),
  'a link twice': put(/^(references:\n)( +- .*\n)/m, '$1$2$2'),
  'a link to a technique': put(/^(references:\n)( +)/m, '$1$2- https://attack.mitre.org/techniques/T1059/001/\n$2'),
  'one reference without a list': put(/^references:\n(?: +- .*\n)+/m, 'references: https://example.com/x\n'),
  'a link in prose': (text) =>
    text
      .replace(/^references:\n(?: +- .*\n)+/m, '')
      .replace(/^description: .*/m, 'description: See https://a.example.'),
  'a misspelt modifier': put(/\|endswith/, '|endswit'),
  'a modifier in capitals': put(/\|endswith/, '|EndsWith'),
  'a modifier twice': put(/\|contains:/, '|contains|contains:'),
  'all with one value': put(/\|contains: /, '|contains|all: '),
  'modifiers in the wrong order': put(/\|contains\|all:/, '|all|contains:'),
  'all without contains': put(/\|contains\|all:/, '|all:'),
  'base64offset without contains': put(/\|contains: /, '|base64offset: '),
  'wildcards instead of contains': put(/\|contains: '(\w[^'\\*]*)'/, ": '*$1*'"),
  'wildcards in double quotes': put(/\|contains: '(\w[^'\\*]*)'/, ': "*$1*"'),
  'a wildcard twice': put(/: '([^'*]+)'/, ": '$1**'"),
  'blanks at the end': put(/(Image\|endswith: '[^']*)'/, "$1 '"),
  'a block with a line break': put(/Image\|endswith: '([^']*)'/, 'Image|endswith: |\n            $1'),
  'a number in quotes': put(/EventID: (\d+)/, "EventID: '$1'"),
  'a value twice': put(/^( +- '[^'\n]*'\n)/m, '$1$1'),
  'a value that another one covers': put(/^( +)- '(\\[^'\n]*)'\n/m, "$1- '$2'\n$1- 'X$2'\n"),
  'values in one line, one twice': (text) =>
    inOneLine(text, /Image\|endswith:\n((?: +- '[^'\n]*'\n)+)/, 'Image|endswith', ' # images'),
  'a flag in a regular expression': put(/\|re: '/, "|re: '(?i)"),
  'a lazy quantifier': put(/\|re: '/, "|re: 'a*?"),
  'what the category says': put(
    /^( +)selection:\n( +)(\w)/m,
    '$1selection:\n$2EventID: 1\n$2Provider_Name: Microsoft-Windows-Sysmon # s\n$2Channel: Microsoft-Windows-Sysmon/Operational\n$2$3',
  ),
  'what the category says, after a dash': put(/^( +)- (Image|CommandLine)/m, '$1- EventID: 1\n$1  $2'),
  'a field in the wrong case': put(/CommandLine/, 'Commandline'),
  'a misspelt field': put(/CommandLine/, 'ComandLine'),
  'a field with a blank': put(/CommandLine/, 'Command Line'),
  'a misspelt log source': put(/process_creation/, 'proces_creation'),
  'a pattern for one name': put(/^( +)condition: selection$/m, '$1condition: 1 of selection'),
  'them for one selection': put(/^( +)condition: selection$/m, '$1condition: 1 of them'),
  'all of them': put(/condition: all of selection_\*/, 'condition: all of them'),
  'a misspelt selection': put(/condition: (.*)selection/, 'condition: $1selecton'),
  'operators of other languages': put(/(condition: .*) and /, '$1 && '),
  'a misspelt operator': put(/ and not /, ' and nto '),
  'a tab': put(/^ {4}/m, '\t'),
  'a missing blank': put(/^level: /m, 'level:'),
  'a key twice': (text) => `${text}level: low\n`,
  'backslashes in double quotes': put(/: '(\\[^'"\n]*\w)'/, ': "$1"'),
  'comments that silence nothing': put(
    /^level:(.*)/m,
    '# sigmasmith-ignore\nlevel:$1 # sigmasmith-ignore wrong-case, title-start: why',
  ),
  'comments with slips': put(/^level:(.*)/m, '# sigmasmith-ignore xyzzy\nlevel:$1 # sigmasmith-ignore wrong-cse'),
  'an id in braces': put(/^id: (.*)/m, "id: '{$1}'"),
  'a look-alike': put(/: '([^'\n]*)a/, ": '$1\u0430"),
  'a wildcard that is escaped': put(/Image\|endswith: '[^']*'/, "Image: 'C:\\*\\x.exe'"),
  'half a network path': put(/Image\|endswith: '[^']*'/, "Image|startswith: '\\\\srv\\share'"),
};

function put(pattern: RegExp, replacement: string): (text: string) => string {
  return (text) => text.replace(pattern, replacement);
}

function inOneLine(text: string, pattern: RegExp, key: string, comment: string): string {
  return text.replace(pattern, (_, lines: string) => {
    const items = lines
      .trim()
      .split(/\s*\n\s*/)
      .map((line) => line.slice(2));
    return `${key}: [${[...items, items[0]].join(', ')}]${comment}\n`;
  });
}
