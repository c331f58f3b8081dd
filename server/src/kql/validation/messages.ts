import type { Target } from '../../catalog/target.ts';
import type { KqlAnswer, KqlFeature, KqlQuestion } from '../language/answer.ts';
import type { KqlDiagnostic } from './diagnostic.ts';

/** What the thread is asked: what is wrong with a query (an empty one only loads everything), or something about a KQL document. */
export type KustoRequest = { readonly query: string; readonly target: Target } | { readonly question: KqlQuestion };

/** What it answers. */
export type KustoAnswer =
  | { readonly diagnostics: readonly KqlDiagnostic[] }
  | { readonly answer: KqlAnswer<KqlFeature> }
  | { readonly failure: string };

/** One request at a time; the answer has its number. */
export type Numbered<Message> = Message & { readonly id: number };
