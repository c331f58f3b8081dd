import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/lsp/**', 'test/vscode/**', 'test/e2e/**', 'test/bench/**', '**/node_modules/**'],
    passWithNoTests: false,
  },
});
