import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Runs the suite inside the extension host. Reports each test as it ends, and writes a LayerReport (scripts/test.mjs)
 * to the file that SIGMASMITH_REPORT names.
 *
 * @param files load the test files, which register their tests on the globals `suite` and `test`.
 * @throws when a test fails or there is none: VS Code then ends with an error.
 */
export async function runSuite(files: (() => Promise<unknown>)[]): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of files) await load();
  const report = await reportOf(mocha);
  if (process.env.SIGMASMITH_REPORT) writeFileSync(process.env.SIGMASMITH_REPORT, JSON.stringify(report));
  console.log(`${report.passed} passed, ${report.failed.length} failed, ${report.skipped.length} skipped`);
  if (report.failed.length > 0) throw new Error(`${report.failed.length} tests failed.`);
  if (report.passed === 0) throw new Error('No test ran.');
}

interface LayerReport {
  passed: number;
  failed: string[];
  skipped: { name: string; reason?: string }[];
}

function reportOf(mocha: Mocha): Promise<LayerReport> {
  const report: LayerReport = { passed: 0, failed: [], skipped: [] };
  return new Promise((resolve) => {
    mocha
      .run(() => resolve(report))
      .on('pass', (test) => {
        report.passed += 1;
        console.log(`  ✓ ${test.fullTitle()} (${test.duration} ms)`);
      })
      .on('fail', (test, error) => {
        report.failed.push(test.fullTitle());
        console.log(`  ✗ ${test.fullTitle()}\n${error.stack ?? error.message}`);
      })
      .on('pending', (test) => {
        report.skipped.push({ name: test.fullTitle() });
        console.log(`  - ${test.fullTitle()} (skipped)`);
      });
  });
}
