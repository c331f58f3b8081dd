// @ts-check
// A Vitest reporter that writes a LayerReport (see test.mjs) to the file that SIGMASMITH_REPORT names.
import { writeFileSync } from 'node:fs';

export default class LayerReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.SIGMASMITH_REPORT;
    if (!file) return;
    let passed = 0;
    const failed = unhandledErrors.map(() => 'an error outside of any test');
    const skipped = [];
    for (const module of modules) {
      if (module.errors().length > 0) failed.push(module.relativeModuleId);
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length > 0) failed.push(`${module.relativeModuleId} > ${suite.fullName}`);
      }
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'skipped') skipped.push({ name, reason: result.note });
        else failed.push(name);
      }
    }
    writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  }
}
