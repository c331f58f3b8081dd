import { byCode, sorted } from './write.mjs';

/** Atomic Red Team's tests of each technique as `[name, platforms]`. */
export function atomics({ source, techniques }) {
  const entries = Object.entries(techniques).map(([id, tests]) => [id, tests.map(test)]);
  return { source, tests: Object.fromEntries(sorted(entries)) };
}

function test({ name, platforms }) {
  return [name, [...platforms].sort(byCode).join(' ')];
}
