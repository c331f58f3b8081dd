/**
 * Where a query is to run: `asim` in Microsoft Sentinel through ASIM's parsers, `xdr` in Defender XDR's advanced
 * hunting, `workspace` on the tables of a Log Analytics workspace as they lie.
 */
export type Target = 'asim' | 'xdr' | 'workspace';

/** In the order of the preview's tabs. */
export const targets: readonly Target[] = ['asim', 'xdr', 'workspace'];
