import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 wait longer before it optimises a function. Reading rules by the thousand takes seconds in all and runs most
 * functions for some milliseconds: by default a third of the time goes into machine code that hardly pays. To be called
 * before work of that kind, in the main thread; it counts for all threads.
 */
export function optimiseLater(): void {
  const flag = flags.get(process.versions.node.split('.')[0] ?? '');
  if (flag !== undefined) setFlagsFromString(flag);
}

/** By the major version of Node: V8 names the limit differently in each, and says so to the user where it does not know a name. Newer ones wait of their own accord. */
const flags: ReadonlyMap<string, string> = new Map([
  ['20', '--interrupt-budget=300000'],
  ['22', '--invocation-count-for-turbofan=30000'],
]);
