import { answerKql, type KqlAnswer, type KqlAsked, type KqlFeature } from '../../server/src/kql/language/answer.ts';
import type { KqlText } from '../../server/src/kql/language/document.ts';

/** The first question of a process loads the service. */
export const slow = 60_000;

/** What a feature says of a text in which `<|>` may mark the cursor. */
export function ask<Feature extends KqlFeature>(
  feature: Feature,
  marked: string,
  more: Partial<KqlText> & { readonly name?: string } = {},
): { readonly text: string; readonly answer: KqlAnswer<Feature> } {
  const offset = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  const asked = { target: 'auto', customTables: {}, ...more, text, offset } as unknown as KqlAsked<Feature>;
  return { text, answer: answerKql({ feature, asked }) };
}
