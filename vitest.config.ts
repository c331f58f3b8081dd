import { defineConfig } from 'vitest/config';

/** The unit tests: everything that needs neither a server's process nor VS Code. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/{lsp,cli,library}/**', 'test/vscode/**', 'test/e2e/**', 'test/bench/**', '**/node_modules/**'],
    passWithNoTests: false,
    // On a busy machine everything takes longer: this only ends what hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
