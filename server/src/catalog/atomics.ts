import atomicsText from '../../../schemas/attack/atomics.json?raw';
import { words } from './columns.ts';
import { lazy } from './lazy.ts';

/** A test of Atomic Red Team. */
export interface AtomicTest {
  readonly name: string;
  /** `windows`, `linux`, `macos`, `azure-ad` and the like. */
  readonly platforms: readonly string[];
}

/** The tests that exercise a technique, by its id in capitals: `T1553.004`. */
export function atomicTestsOf(technique: string): AtomicTest[] {
  return (tests().get(technique) ?? []).map(([name, platforms]) => ({ name, platforms: words(platforms) }));
}

/** Where a technique's tests are described. */
export function atomicTestsUrl(technique: string): string {
  return `https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/${technique}/${technique}.md`;
}

const tests = lazy(() => {
  const file: { tests: Record<string, [name: string, platforms: string][]> } = JSON.parse(atomicsText);
  return new Map(Object.entries(file.tests));
});
