import { completeKql } from './completion.ts';
import { findInKql } from './diagnostics.ts';
import { type KqlText, kqlDocument } from './document.ts';
import { kqlFolds } from './folding.ts';
import { formatKql } from './format.ts';
import { hoverKql } from './hover.ts';
import { kqlOutline } from './outline.ts';
import { kqlReferences, renamableAt, renameKql } from './references.ts';
import { kqlTokens } from './semanticTokens.ts';
import { signatureHelpKql } from './signatures.ts';

/** What can be asked about a document; each is a pure function of its text, the schema and a place. */
const features = {
  findings: (asked: KqlText) => findInKql(kqlDocument(asked)),
  completion: (asked: KqlText & Place) => completeKql(kqlDocument(asked), asked.offset),
  hover: (asked: KqlText & Place) => hoverKql(kqlDocument(asked), asked.offset),
  signatures: (asked: KqlText & Place) => signatureHelpKql(kqlDocument(asked), asked.offset),
  references: (asked: KqlText & Place) => kqlReferences(kqlDocument(asked), asked.offset),
  renamable: (asked: KqlText & Place) => renamableAt(kqlDocument(asked), asked.offset),
  rename: (asked: KqlText & Place & { readonly name: string }) =>
    renameKql(kqlDocument(asked), asked.offset, asked.name),
  format: (asked: KqlText) => formatKql(kqlDocument(asked)),
  outline: (asked: KqlText) => kqlOutline(kqlDocument(asked)),
  folds: (asked: KqlText) => kqlFolds(kqlDocument(asked)),
  tokens: (asked: KqlText) => kqlTokens(kqlDocument(asked)),
};

interface Place {
  readonly offset: number;
}

export type KqlFeature = keyof typeof features;

/** A question is the document with what the feature needs besides. */
export type KqlAsked<Feature extends KqlFeature> = Parameters<(typeof features)[Feature]>[0];
export type KqlAnswer<Feature extends KqlFeature> = ReturnType<(typeof features)[Feature]>;

export interface KqlQuestion<Feature extends KqlFeature = KqlFeature> {
  readonly feature: Feature;
  readonly asked: KqlAsked<Feature>;
}

/** Answers in this thread, which loads 5 MB of code; the language server asks a worker through `validator.ask`. */
export function answerKql<Feature extends KqlFeature>({ feature, asked }: KqlQuestion<Feature>): KqlAnswer<Feature> {
  const answer = features[feature] as (asked: KqlAsked<Feature>) => KqlAnswer<Feature>;
  return answer(asked);
}
