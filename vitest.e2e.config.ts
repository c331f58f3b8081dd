import { defineConfig } from 'vitest/config';

/** The packaged extension in the real workbench. Every wait is on a condition; the limits are for a loaded machine. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/setup.ts'],
    fileParallelism: false,
    passWithNoTests: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
