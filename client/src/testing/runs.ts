import { commands, type Disposable, type TextDocument, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import type { RunResult } from '../../../server/src/lsp/protocol.ts';
import { newestOnly } from '../newestOnly.ts';
import type { SigmaDocumentTracker } from '../sigmaDocuments.ts';
import { createRunDecorations, type ShownNote } from './decorations.ts';
import { createEventProblems } from './eventProblems.ts';
import { pickEvents } from './pickEvents.ts';
import { runWithProgress } from './progress.ts';
import { createRunReport } from './runReport.ts';

/** The state of the runs, for tests: VS Code has no interface to ask for decorations. */
export interface RunsApi extends Disposable {
  result(uri: Uri): RunResult | undefined;
  notes(uri: Uri): readonly ShownNote[];
}

/** A rule document that has been run. It is run again when it changes, and when one of its event files is saved. */
interface Run {
  readonly result: RunResult;
  /** Files or folders that the user picked; undefined for the ones that belong to the rule. */
  readonly events: string[] | undefined;
  readonly again: () => void;
}

/** The commands that run rules on events, and what they show. */
export function registerRuns(client: BaseLanguageClient, documents: SigmaDocumentTracker): RunsApi {
  const runs = new Map<string, Run>();
  const decorations = createRunDecorations();
  const problems = createEventProblems();
  const report = createRunReport();

  async function run(uri: Uri | undefined, events: string[] | undefined): Promise<void> {
    const document = await ruleDocument(uri);
    if (document === undefined) return;
    const key = document.uri.toString();
    try {
      const result = await runWithProgress(client, { uri: key, ...(events === undefined ? {} : { events }) });
      if (result === undefined) return;
      runs.set(key, { result, events, again: runs.get(key)?.again ?? againFor(key) });
      show(result);
      void tellObstacle(result, document.uri);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void window.showErrorMessage(`The rule could not be run: ${reason}`);
    }
  }

  function againFor(key: string): () => void {
    return newestOnly<void>(async (_, superseded) => {
      // The change that led here reaches the server first: the language client sends it within the same turn.
      await new Promise((resolve) => setImmediate(resolve));
      const last = runs.get(key);
      if (last === undefined || superseded.aborted) return;
      const params = { uri: key, ...(last.events === undefined ? {} : { events: last.events }) };
      const result = await runWithProgress(client, params, superseded);
      if (result === undefined || superseded.aborted || !runs.has(key)) return;
      runs.set(key, { ...last, result });
      show(result);
    });
  }

  function show(result: RunResult): void {
    decorations.show(new Map([...runs].map(([uri, each]) => [uri, each.result])));
    problems.show([...runs.values()].map((each) => each.result));
    report.show(result);
    void commands.executeCommand('setContext', 'sigmasmith.hasResults', true);
  }

  function clear(): void {
    runs.clear();
    decorations.show(new Map());
    problems.show([]);
    report.clear();
    void commands.executeCommand('setContext', 'sigmasmith.hasResults', false);
  }

  /** When no rule of the document could be run, the first reason is said aloud; where events are missing, with a way to choose some. */
  async function tellObstacle({ rules }: RunResult, uri: Uri): Promise<void> {
    const [first] = rules;
    if (first?.obstacle === undefined || rules.some((rule) => rule.obstacle === undefined)) return;
    const ways = first.lacksEvents === true ? ['Choose Event Files…'] : [];
    const chosen = await window.showWarningMessage(first.obstacle.replaceAll('`', ''), ...ways);
    if (chosen !== undefined) await commands.executeCommand('sigmasmith.runRuleOnFiles', uri);
  }

  /** The document that a command is for: its argument's, or else the one at work. */
  async function ruleDocument(uri: Uri | undefined): Promise<TextDocument | undefined> {
    const document = uri === undefined ? documents.current() : await workspace.openTextDocument(uri);
    if (document !== undefined && documents.has(document.uri)) return document;
    void window.showInformationMessage('Sigmasmith runs Sigma rules. Open one first.');
    return undefined;
  }

  const subscriptions = [
    decorations,
    problems,
    report,
    commands.registerCommand('sigmasmith.runRule', (rule?: unknown) => run(toUri(rule), undefined)),
    commands.registerCommand('sigmasmith.runRuleOnFiles', async (rule?: unknown, events?: string[]) => {
      const document = await ruleDocument(toUri(rule));
      if (document === undefined) return;
      const chosen = Array.isArray(events) ? events : await pickEvents(document.uri);
      if (chosen !== undefined && chosen.length > 0) await run(document.uri, chosen);
    }),
    commands.registerCommand('sigmasmith.clearResults', clear),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) runs.get(document.uri.toString())?.again();
    }),
    workspace.onDidOpenTextDocument((document) => runs.get(document.uri.toString())?.again()),
    workspace.onDidSaveTextDocument((document) => {
      const uri = document.uri.toString();
      for (const { result, again } of runs.values()) if (result.files.some((file) => file.uri === uri)) again();
    }),
  ];
  return {
    result: (uri) => runs.get(uri.toString())?.result,
    notes: (uri) => decorations.shown(uri.toString()),
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** The server's code lens gives a document as text, an editor's title as a URI. */
function toUri(rule: unknown): Uri | undefined {
  return typeof rule === 'string' ? Uri.parse(rule) : rule instanceof Uri ? rule : undefined;
}
