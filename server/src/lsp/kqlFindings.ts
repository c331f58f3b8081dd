import { type Connection, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { documentationOf } from '../checks/documentation.ts';
import type { KqlFinding } from '../kql/language/finding.ts';
import { createLineIndex } from '../lineIndex.ts';
import { toLspRange } from './positions.ts';

/** Publishes what is wrong in open KQL documents. */
export interface KqlFindings {
  /** The document was opened or changed, or its settings have. */
  update(uri: string): void;
  forget(uri: string): void;
  stop(): void;
}

/** An open document as it is now. */
export interface KqlOpen {
  readonly version: number;
  readonly text: string;
}

export interface KqlFindingsContext {
  readonly connection: Pick<Connection, 'sendDiagnostics'>;
  readonly open: (uri: string) => KqlOpen | undefined;
  /** Undefined where the language is left to another extension. */
  readonly find: (uri: string, signal: AbortSignal) => Promise<readonly KqlFinding[] | undefined>;
  readonly log: (message: string) => void;
  /** How long nothing may have changed, in milliseconds; a document that was just opened waits for nothing. */
  readonly delay?: number;
}

/** Each change ends what is under way for its document; a result is published only for the version that it is about. */
export function createKqlFindings({ connection, open, find, log, delay = 150 }: KqlFindingsContext): KqlFindings {
  const running = new Map<string, AbortController>();

  async function look(uri: string, signal: AbortSignal): Promise<void> {
    const asked = open(uri);
    if (asked === undefined) return;
    const findings = await find(uri, signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      log(`Checking ${uri} failed: ${String(error)}`);
      return [notAnalysed(asked.text, error)];
    });
    if (signal.aborted || open(uri)?.version !== asked.version) return;
    const lines = createLineIndex(asked.text);
    const diagnostics = (findings ?? []).map((finding) => toDiagnostic(finding, lines));
    void connection.sendDiagnostics({ uri, version: asked.version, diagnostics });
  }

  function end(uri: string): boolean {
    running.get(uri)?.abort();
    return running.delete(uri);
  }

  return {
    update(uri) {
      const isKnown = end(uri);
      const controller = new AbortController();
      running.set(uri, controller);
      const timer = setTimeout(() => void look(uri, controller.signal), isKnown ? delay : 0);
      controller.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    },
    forget(uri) {
      if (end(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    stop() {
      for (const uri of [...running.keys()]) end(uri);
    },
  };
}

/** What a quick fix of a finding needs, kept by the client. */
export interface KqlFindingData {
  readonly suggestions: readonly string[];
}

function toDiagnostic(
  { code, severity, message, start, length, suggestions }: KqlFinding,
  lines: ReturnType<typeof createLineIndex>,
): Diagnostic {
  const href = documentationOf(code)?.url;
  return {
    range: toLspRange(lines, { start, end: start + length }),
    severity: severities[severity],
    source: code.startsWith('KS') ? 'kusto' : 'sigmasmith',
    code,
    message,
    ...(href !== undefined && { codeDescription: { href } }),
    ...(suggestions !== undefined && { data: { suggestions } satisfies KqlFindingData }),
  };
}

const severities: Readonly<Record<KqlFinding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** The worker was ended, or has failed; the next change of the document tries again. */
function notAnalysed(text: string, error: unknown): KqlFinding {
  const firstBreak = text.search(/[\r\n]/);
  const reason = error instanceof Error ? error.message : String(error);
  const message = `This file could not be analysed. ${reason}`;
  return {
    code: 'kql-not-analysed',
    severity: 'warning',
    message,
    start: 0,
    length: Math.min(firstBreak < 0 ? text.length : firstBreak, 200),
  };
}
