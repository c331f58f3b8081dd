import { commands, type Disposable, type ExtensionContext, extensions, type LogOutputChannel, window } from 'vscode';
import {
  CloseAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { providesKql } from './kqlElsewhere.ts';

export interface LanguageServer extends Disposable {
  readonly client: LanguageClient;
  /** Starts the server; when that fails the user is told, with a way on, and the promise rejects. */
  start(): Promise<void>;
}

/** The server of `dist/server.cjs` as a child process; nothing runs before `start`. */
export function createLanguageServer(context: ExtensionContext, log: LogOutputChannel): LanguageServer {
  const module = context.asAbsolutePath('dist/server.cjs');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--enable-source-maps'] } },
  };
  const options: LanguageClientOptions = {
    documentSelector: ['yaml', 'kusto', 'kql'].flatMap((language) => [
      { scheme: 'file', language },
      { scheme: 'untitled', language },
    ]),
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: {
      suggestCommand: 'editor.action.triggerSuggest',
      kqlElsewhere: providesKql(extensions.all, context.extension.id),
    },
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (...failure) => restarting.error(...failure),
      closed: () => (hasStarted ? restarting.closed() : { action: CloseAction.DoNotRestart, handled: true }),
    },
  };
  let hasStarted = false;
  const client = new QuietlyStartingClient('sigmasmith', 'Sigmasmith', server, options, () => hasStarted);
  // A server that ends while it works is started again, until it has ended five times in three minutes.
  const restarting: ErrorHandler = client.createDefaultErrorHandler();

  async function start(): Promise<void> {
    try {
      await client.start();
      hasStarted = true;
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      void offerReload(error);
      throw error;
    }
  }

  async function restart(): Promise<void> {
    if (client.isRunning()) await client.restart();
    else await start();
  }

  async function offerReload(error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    const chosen = await window.showErrorMessage(
      `Sigmasmith’s language server could not be started, so rules are not checked: ${reason}`,
      'Reload Window',
      'Show Log',
    );
    if (chosen === 'Show Log') log.show();
    // The client cannot be started again once its first start has failed; the window can.
    if (chosen === 'Reload Window') await commands.executeCommand('workbench.action.reloadWindow');
  }

  const command = commands.registerCommand('sigmasmith.restartServer', () => restart().catch(() => undefined));
  return {
    client,
    start: () => {
      const started = start();
      started.catch(() => undefined);
      return started;
    },
    dispose: () => {
      command.dispose();
      void client.dispose().catch((error) => log.error(error));
    },
  };
}

/** The library's client tells of a failed start in three messages of its own. They go to the log; the user reads `start`'s. */
class QuietlyStartingClient extends LanguageClient {
  readonly #hasStarted: () => boolean;

  constructor(
    id: string,
    name: string,
    server: ServerOptions,
    options: LanguageClientOptions,
    hasStarted: () => boolean,
  ) {
    super(id, name, server, options);
    this.#hasStarted = hasStarted;
  }

  override error(message: string, data?: unknown, showNotification?: boolean | 'force'): void {
    super.error(message, data, this.#hasStarted() ? showNotification : false);
  }
}
