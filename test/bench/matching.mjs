// @ts-check
import { quantile, randomNumbers } from './statistics.mjs';

/** @typedef {typeof import('../../server/src/index.ts')} Library */

const eventCount = 100_000;
const rounds = 7;

/** Rules of the usual shapes: what is measured is the matcher, so each reads other parts of it. @type {Record<string, string>} */
const detections = {
  'one field, one value': `
    selection:
        Image|endswith: '\\powershell.exe'
    condition: selection`,
  'two fields, ten values': `
    selection_image:
        Image|endswith:
            - '\\powershell.exe'
            - '\\pwsh.exe'
    selection_line:
        CommandLine|contains:
            - ' -enc '
            - ' -EncodedCommand '
            - 'FromBase64String'
            - 'DownloadString'
            - 'DownloadFile'
            - 'Invoke-Expression'
            - 'bypass'
            - 'hidden'
    condition: all of selection_*`,
  'with a filter': `
    selection:
        ParentImage|endswith: '\\explorer.exe'
        CommandLine|contains|all:
            - 'http'
            - '.exe'
    filter:
        Image|startswith: 'C:\\Program Files\\'
    condition: selection and not filter`,
  'a regular expression': `
    selection:
        CommandLine|re: '-e(nc|ncodedcommand)?\\s+[A-Za-z0-9+/=]{20,}'
    condition: selection`,
};

/**
 * Matches rules on generated process events that are in memory already.
 *
 * @param {Library} library
 * @returns {string[]} lines for people.
 */
export function measureMatching({ parseSigma, compileMatcher }) {
  const events = processEvents();
  return Object.entries(detections).map(([name, detection]) => {
    const rule = parseSigma(ruleWith(detection)).rules[0];
    if (rule === undefined) throw new Error(`The rule "${name}" cannot be read.`);
    const matches = compileMatcher(rule);
    let hits = 0;
    const times = Array.from({ length: rounds }, () => {
      const started = performance.now();
      hits = 0;
      for (const event of events) if (matches(event)) hits += 1;
      return performance.now() - started;
    });
    const perSecond = Math.round((eventCount / quantile(times, 0.5)) * 1000);
    const gate = `gate ≥ 1,000,000: ${perSecond >= 1_000_000 ? 'met' : 'MISSED'}`;
    return `${name.padEnd(24)} ${perSecond.toLocaleString('en').padStart(12)} events/s  (${hits} hits)  ${gate}`;
  });
}

/** @param {string} detection */
function ruleWith(detection) {
  return `title: Measured\nlogsource:\n    category: process_creation\n    product: windows\ndetection:${detection}\n`;
}

/** Events as Sysmon writes them, some of which the rules above match. @returns {Record<string, unknown>[]} */
function processEvents() {
  const random = randomNumbers(20261122);
  /** @type {<Item>(items: readonly [Item, ...Item[]]) => Item} */
  const oneOf = (items) => items[Math.floor(random() * items.length)] ?? items[0];
  return Array.from({ length: eventCount }, () => {
    const image = oneOf(images);
    const program = image.slice(image.lastIndexOf('\\') + 1);
    return {
      EventID: 1,
      Image: image,
      CommandLine: `"${image}" ${oneOf(lines)} ${Math.floor(random() * 1e9).toString(36)}`,
      ParentImage: oneOf(images),
      ParentCommandLine: `${program} ${oneOf(lines)}`,
      CurrentDirectory: 'C:\\Users\\mira\\',
      User: 'EXAMPLE\\mira',
      IntegrityLevel: oneOf(['Medium', 'High', 'System']),
      ProcessId: Math.floor(random() * 65_536),
      OriginalFileName: program,
      Hashes: `SHA256=${Math.floor(random() * 2 ** 52)
        .toString(16)
        .padStart(64, '0')}`,
    };
  });
}

/** @type {[string, ...string[]]} */
const images = [
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  'C:\\Windows\\System32\\cmd.exe',
  'C:\\Windows\\explorer.exe',
  'C:\\Windows\\System32\\conhost.exe',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  'C:\\Windows\\System32\\rundll32.exe',
];

/** @type {[string, ...string[]]} */
const lines = [
  '-k netsvcs -p -s Schedule',
  '-NoProfile -ExecutionPolicy bypass -File C:\\scripts\\inventory.ps1',
  '-enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA',
  '/c whoami /all',
  '--type=renderer --field-trial-handle=1820,i,112233',
  'https://example.com/setup.exe',
  '0xffffffff -ForceV1',
  'shell32.dll,Control_RunDLL desk.cpl',
];
