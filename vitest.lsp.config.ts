import { defineConfig } from 'vitest/config';

/** The bundled language server over stdio. */
export default defineConfig({
  test: {
    include: ['test/lsp/**/*.test.ts'],
    passWithNoTests: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
