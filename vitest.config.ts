import { defineConfig } from 'vitest/config';

/** The unit tests: everything that needs neither a server's process nor VS Code. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/{lsp,cli,library}/**', 'test/vscode/**', 'test/e2e/**', 'test/bench/**', '**/node_modules/**'],
    passWithNoTests: false,
  },
});
