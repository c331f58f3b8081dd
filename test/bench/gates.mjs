// @ts-check

/**
 * @typedef {object} Gate A figure of lspbench.mjs and what it must reach.
 * @property {string} name
 * @property {string} unit
 * @property {number} [most] The figure must not exceed it.
 * @property {number} [least] The figure must reach it.
 * @property {(result: any) => number | undefined} figure
 */

/** What we promise of the editor; the figures are in milliseconds unless they say otherwise. @type {Gate[]} */
const gates = [
  {
    name: 'start to initialized, p50',
    unit: 'ms',
    most: 250,
    figure: ({ cold }) => cold.spawnToInitializeResult_ms.p50,
  },
  {
    name: 'start to first findings, p50',
    unit: 'ms',
    most: 300,
    figure: ({ cold }) => cold.spawnToFirstDiagnostics_ms.p50,
  },
  { name: 'open to findings, p50', unit: 'ms', figure: ({ open }) => open.didOpenToDiagnostics_ms.p50 },
  { name: 'open to findings, p95', unit: 'ms', figure: ({ open }) => open.didOpenToDiagnostics_ms.p95 },
  {
    name: 'edit to findings, p50',
    unit: 'ms',
    most: 3,
    figure: (all) => all.typing_median.didChangeToDiagnostics_ms.p50,
  },
  {
    name: 'edit to findings, p95',
    unit: 'ms',
    most: 10,
    figure: (all) => all.typing_median.didChangeToDiagnostics_ms.p95,
  },
  {
    name: 'edit to findings, 295 KB, p50',
    unit: 'ms',
    figure: (all) => all.typing_large.didChangeToDiagnostics_ms.p50,
  },
  {
    name: 'edit to findings, 295 KB, p95',
    unit: 'ms',
    most: 100,
    figure: (all) => all.typing_large.didChangeToDiagnostics_ms.p95,
  },
  { name: 'refreshed of 100 keys at 60 ms', unit: '', least: 100, figure: (all) => all.paced_median.publishes },
  { name: 'field completion, p95', unit: 'ms', most: 10, figure: (all) => all.completion_field_median.latency_ms.p95 },
  { name: 'field completion, answers', unit: '', least: 100, figure: (all) => answers(all.completion_field_median) },
  {
    name: 'field completion after an edit, p95',
    unit: 'ms',
    most: 10,
    figure: (all) => all.completion_afterEdit_median.latency_ms.p95,
  },
  { name: 'hover on a key, p95', unit: 'ms', most: 5, figure: (all) => all.hover_key_median?.latency_ms.p95 },
  { name: 'hover on a field, p95', unit: 'ms', most: 5, figure: (all) => all.hover_field_median.latency_ms.p95 },
  { name: 'hover on a field, answers', unit: '', least: 100, figure: (all) => answers(all.hover_field_median) },
  { name: 'memory after 200 documents', unit: 'MB', most: 110, figure: ({ open }) => open.rssMb },
];

/**
 * The figures of both servers, their ratio and whether ours is within its gate, as lines of a table.
 *
 * @param {any} ours
 * @param {any} peer
 * @returns {string[]}
 */
export function gateLines(ours, peer) {
  const head = line('', 'ours', 'peer', 'ratio', 'gate', '');
  return [
    head,
    ...gates.map(({ name, unit, most, least, figure }) => {
      const own = figure(ours);
      const other = figure(peer);
      const limit = most === undefined ? (least === undefined ? '' : `≥ ${least}`) : `≤ ${most}`;
      return line(
        name,
        shown(own, unit),
        shown(other, unit),
        ratio(own, other, least !== undefined),
        limit,
        verdict(own, most, least),
      );
    }),
  ];
}

/** @param {number | undefined} own @param {number | undefined} most @param {number | undefined} least */
function verdict(own, most, least) {
  if (most === undefined && least === undefined) return '';
  if (own === undefined) return 'no figure';
  return own <= (most ?? own) && own >= (least ?? own) ? 'met' : 'MISSED';
}

/** @param {{ answered: string }} figures `100/100` */
function answers({ answered }) {
  return Number(answered.split('/')[0]);
}

/**
 * How many times better ours is.
 *
 * @param {number | undefined} own
 * @param {number | undefined} other
 * @param {boolean} isMoreBetter
 */
function ratio(own, other, isMoreBetter) {
  if (!own || !other) return '';
  return `${(isMoreBetter ? own / other : other / own).toFixed(1)}×`;
}

/** @param {number | undefined} figure @param {string} unit */
function shown(figure, unit) {
  return figure === undefined ? '–' : `${figure} ${unit}`.trim();
}

/** @param {string} name @param {string[]} columns */
function line(name, ...columns) {
  return name.padEnd(38) + columns.map((column) => column.padStart(11)).join('');
}
