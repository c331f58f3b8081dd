import type { Target } from '../catalog/target.ts';
import type { KqlDiagnostic } from '../kql/validation/diagnostic.ts';
import type { Problem } from '../problem.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { conversionsOf, isBroken, targetTitles } from './conversions.ts';
import type { SigmaDocument, SigmaDocuments } from './documents.ts';
import { clauseProblems } from './features/clauseProblems.ts';
import type { PreviewShown } from './protocol.ts';
import type { Settings } from './settings.ts';
import { shiftedProblems } from './shiftedProblems.ts';
import type { Surroundings } from './surroundings.ts';

/** What the queries of open rules have against them, found in the background. */
export interface QueryFindings {
  /** The document was opened or changed, or something that its queries depend on has. */
  update(uri: string): void;
  /** What the preview shows now. */
  preview(shown: PreviewShown['shown']): void;
  /** What is known of a document; what was found in an earlier version stands where it is now. */
  of(document: SigmaDocument): readonly Problem[];
  forget(uri: string): void;
  stop(): void;
}

export interface QueryFindingsContext {
  readonly documents: Pick<SigmaDocuments, 'get'>;
  readonly settings: (uri: string) => Promise<Settings>;
  readonly surroundings: (document: SigmaDocument) => Promise<Surroundings>;
  readonly validate: (query: string, target: Target, signal: AbortSignal) => Promise<readonly KqlDiagnostic[]>;
  /** What is known of a document has changed. */
  readonly changed: (uri: string) => void;
  readonly log: (message: string) => void;
  /** How long nothing may have changed, in milliseconds. */
  readonly delay?: number;
}

/** One query of a document, and what is to be found out about it. */
interface Task {
  readonly rule: SigmaRule;
  readonly target: Target;
  readonly table?: string | undefined;
  readonly isUsed: boolean;
  readonly isValidated: boolean;
}

/** Nothing is converted or checked before a pause in typing, and each change ends what is under way for its document. */
export function createQueryFindings(context: QueryFindingsContext): QueryFindings {
  const { documents, settings, surroundings, validate, changed, log, delay = 500 } = context;
  const found = new Map<string, { readonly text: string; readonly problems: readonly Problem[] }>();
  const running = new Map<string, AbortController>();
  let shown: PreviewShown['shown'];

  async function look(uri: string, signal: AbortSignal): Promise<void> {
    // Other YAML is not looked at any further.
    const own = documents.get(uri) && (await settings(uri));
    const document = documents.get(uri);
    if (signal.aborted || own === undefined || document === undefined) return;
    const problems: Problem[] = [];
    const tasks = tasksFor(document, own, shown);
    const around = tasks.length > 0 ? await surroundings(document) : undefined;
    // There is another call when the workspace has been read.
    if (around?.isPartial) return;
    for (const task of tasks) {
      if (signal.aborted || around === undefined) return;
      problems.push(...(await problemsOf(task, document, around, signal)));
    }
    if (signal.aborted) return;
    const isNothing = problems.length === 0 && !found.has(uri);
    if (problems.length === 0) found.delete(uri);
    else found.set(uri, { text: document.text, problems });
    if (!isNothing) changed(uri);
  }

  async function problemsOf(
    { rule, target, table, isUsed, isValidated }: Task,
    { file }: SigmaDocument,
    around: Surroundings,
    signal: AbortSignal,
  ): Promise<Problem[]> {
    const { query, sourceMap, problems } = conversionsOf(rule, file.rules, around).to(target, table);
    if (query === undefined) return isUsed ? problems.flatMap((problem) => toldOf(problem, target)) : [];
    if (!isValidated) return [];
    const diagnostics = await validate(query, target, signal);
    return clauseProblems(diagnostics, sourceMap, target, rule.title?.range ?? rule.range);
  }

  function end(uri: string): void {
    running.get(uri)?.abort();
    running.delete(uri);
  }

  function update(uri: string): void {
    end(uri);
    const controller = new AbortController();
    const { signal } = controller;
    running.set(uri, controller);
    const timer = setTimeout(() => {
      look(uri, signal).catch((error: unknown) => {
        if (!signal.aborted) log(`Checking the queries of ${uri} failed: ${String(error)}`);
      });
    }, delay);
    timer.unref();
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  return {
    update,
    preview(now) {
      const before = shown;
      shown = now;
      for (const uri of new Set([before?.uri, now?.uri])) if (uri !== undefined) update(uri);
    },
    of({ uri, text }) {
      const known = found.get(uri);
      return known === undefined ? [] : shiftedProblems(known.problems, known.text, text);
    },
    forget(uri) {
      end(uri);
      found.delete(uri);
    },
    stop() {
      for (const uri of [...running.keys()]) end(uri);
    },
  };
}

function tasksFor(document: SigmaDocument, settings: Settings, shown: PreviewShown['shown']): Task[] {
  const { validateQueries, targets, defaultTarget } = settings;
  const { file, uri } = document;
  const previewed = shown?.uri === uri && validateQueries !== 'off' ? file.rules[shown.index] : undefined;
  const checked = targets.length > 0 ? targets : [defaultTarget];
  return file.rules.slice(0, mostRules).flatMap((rule): Task[] => {
    if (rule.kind === 'filter' || isBroken(rule)) return [];
    const tasks = checked.map((target) => {
      const isShown = rule === previewed && shown?.target === target;
      return {
        rule,
        target,
        table: isShown ? shown?.table : undefined,
        isUsed: targets.includes(target),
        isValidated: validateQueries === 'always' || isShown,
      };
    });
    if (rule === previewed && shown !== undefined && !checked.includes(shown.target))
      tasks.push({ rule, target: shown.target, table: shown.table, isUsed: false, isValidated: true });
    return tasks.filter(({ isUsed, isValidated }) => isUsed || isValidated);
  });
}

/** Of one file. Nobody reads the findings of more, and the preview's query would wait for them. */
const mostRules = 200;

/** What keeps a rule from becoming a query says nothing against the rule. */
function toldOf(problem: Problem, target: Target): Problem[] {
  if (problem.severity !== 'error') return [];
  const message = `No query for ${targetTitles[target]}: ${problem.message}`;
  return [{ ...problem, severity: 'information', message }];
}
