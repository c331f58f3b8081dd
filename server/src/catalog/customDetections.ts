import factsText from '../../../schemas/sentinel/customDetections.json?raw';
import { lazy } from './lazy.ts';

/** `schemas/sentinel/customDetections.json`: what a custom detection of Defender asks of its query. */
export interface CustomDetectionFacts {
  /** The column that, with the time, leads from an alert back to the event. */
  readonly event: string;
  /** In tables with that prefix the event is known by one column more. */
  readonly deviceTables: { readonly prefix: string; readonly needs: string };
  /** Each identifies a device, a user or a mailbox well enough. */
  readonly assets: readonly string[];
  /** The same in families; an alert over several events carries those of its last one. */
  readonly carried: readonly (readonly string[])[];
  /** From the most frequent one. What a run looks back on does not follow the query. */
  readonly frequencies: readonly Frequency[];
}

export interface Frequency {
  /** ISO 8601. */
  readonly every: string;
  readonly hours: number;
  readonly looksBackHours: number;
}

export const customDetectionFacts = lazy((): CustomDetectionFacts => JSON.parse(factsText));
