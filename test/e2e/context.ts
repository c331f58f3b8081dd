import type { VscodeVersion } from '../../scripts/vscodeServer.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The VS Code server that all test files share; the extension is installed there. */
    server: { authority: string; version: VscodeVersion; vsix: string };
  }
}
