/** A small complete rule for the examples of the documentation: with `lines` at the top, after the title. */
export function ruleWith(...lines: readonly string[]): string {
  return ruleOf({ top: lines });
}

/** The same rule with other lines in its selection. */
export function ruleSelecting(...lines: readonly string[]): string {
  return ruleOf({ selection: lines });
}

/** The same rule with other lines under `logsource`. */
export function ruleReading(...lines: readonly string[]): string {
  return ruleOf({ logsource: lines });
}

/** The same rule with other lines under `detection`. */
export function ruleDetecting(...lines: readonly string[]): string {
  return ruleOf({ detection: lines });
}

interface Parts {
  readonly top?: readonly string[];
  readonly logsource?: readonly string[];
  readonly selection?: readonly string[];
  readonly detection?: readonly string[];
}

function ruleOf({ top = [], logsource, selection, detection }: Parts): string {
  const identifiers = ['selection:', ...(selection ?? ["Image|endswith: '\\whoami.exe'"]).map((line) => `    ${line}`)];
  return [
    'title: Whoami',
    ...top,
    'logsource:',
    ...indented(logsource ?? ['category: process_creation', 'product: windows']),
    'detection:',
    ...indented(detection ?? [...identifiers, 'condition: selection']),
    '',
  ].join('\n');
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
