import type { Event } from '../event.ts';

/** The events that some rule matched, in the order of time; those of the same time as they came. */
export interface Timeline {
  /** In milliseconds. */
  readonly times: readonly number[];
  readonly events: readonly Event[];
  /** Positions among the events that were given. */
  readonly indices: readonly number[];
}

/** One thing that a correlation counts: an event that one of its rules matched, or an alert of a correlation among them. */
export interface Item {
  readonly time: number;
  /** Position in the timeline: of the event, or of the one that completed the alert. */
  readonly rank: number;
  /** What is counted once: an alert is an item again with each event that prolongs it. */
  readonly id: number;
  /** Which of the correlation's rules it stands for, in ascending order. */
  readonly positions: readonly number[];
  readonly members: readonly Member[];
}

/** An event behind an item, by its position in the timeline, and the way by which the correlation came to it. */
export interface Member {
  readonly rank: number;
  /** Index among the plan's leaves. */
  readonly leaf: number;
}

/** What is true of the items in a window, kept up to date while the window slides. */
export interface Measure {
  readonly add: (item: Item) => void;
  readonly remove: (item: Item) => void;
  /** Whether the correlation's condition holds for a window that starts at this time. */
  readonly holds: (start: number) => boolean;
}
