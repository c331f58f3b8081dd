import { defineConfig } from 'vitest/config';

/** The bundles as they are shipped: the language server over stdio, the command line, the library. */
export default defineConfig({
  test: {
    include: ['test/{lsp,cli,library}/**/*.test.ts'],
    passWithNoTests: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
