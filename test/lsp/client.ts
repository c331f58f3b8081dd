import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';

const repository = path.resolve(import.meta.dirname, '../..');

/** A language client that talks to `dist/server.cjs` over stdio, as an editor would. */
export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly process: ChildProcess;
  /** All diagnostics that were published, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** What the server wrote to its log. */
  readonly logged: readonly string[];
  open(uri: string, text: string, languageId?: string): void;
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  /** The diagnostics of that version of a document, once they have come. */
  diagnostics(uri: string, version?: number): Promise<Diagnostic[]>;
  /** Resolves once a published message satisfies the condition, those of the past included. */
  until(condition: (message: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
  request<Result>(method: string, params: unknown): Promise<Result>;
  /** Shuts the server down in order and gives its exit code. */
  stop(): Promise<number | null>;
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Answers to `workspace/configuration` by resource; without it the client says that it can't answer. */
  readonly configuration?: (uri: string | undefined) => unknown;
  readonly rootUri?: string;
  /** The server is not told the workspace's folders before. */
  readonly foldersKnown?: Promise<void>;
}

export async function startClient(options: ClientOptions = {}): Promise<TestClient> {
  const server = spawn(process.execPath, [path.join(repository, 'dist/server.cjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  const logged: string[] = [];
  const waiting = new Set<(message: PublishDiagnosticsParams) => void>();
  connection.onNotification('textDocument/publishDiagnostics', (message: PublishDiagnosticsParams) => {
    published.push(message);
    for (const wake of waiting) wake(message);
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    logged.push(message);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
    items.map(({ scopeUri }) => options.configuration?.(scopeUri) ?? null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/workspaceFolders', async () => {
    await options.foldersKnown;
    return folders;
  });
  connection.listen();

  const folders = options.rootUri === undefined ? null : [{ uri: options.rootUri, name: 'test' }];
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: options.rootUri ?? null,
    workspaceFolders: folders,
    capabilities: options.capabilities ?? {
      workspace: {
        configuration: options.configuration !== undefined,
        workspaceFolders: folders !== null,
        workspaceEdit: { documentChanges: true },
      },
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
    },
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification('initialized', {});

  const until = (condition: (message: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> => {
    const past = published.find(condition);
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => {
      const wake = (message: PublishDiagnosticsParams): void => {
        if (!condition(message)) return;
        waiting.delete(wake);
        resolve(message);
      };
      waiting.add(wake);
    });
  };

  return {
    connection,
    initialized,
    process: server,
    published,
    logged,
    open: (uri, text, languageId = 'yaml') =>
      void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, contentChanges) =>
      void connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    close: (uri) => void connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    until,
    diagnostics: async (uri, version = 1) =>
      (await until((message) => message.uri === uri && message.version === version)).diagnostics,
    request: (method, params) => connection.sendRequest(method, params),
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      return exited;
    },
  };
}
