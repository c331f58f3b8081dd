import type { YamlScalar } from '../yaml/tree.ts';
import type { Check, CheckContext, CheckDocs, Finding } from './check.ts';

/** What a convention of SigmaHQ finds in a text. */
export type FindInText = (text: YamlScalar, context: CheckContext) => readonly Finding[];

/** Makes checks of SigmaHQ's conventions for certain texts of a rule; what is not text has findings of its own. */
export function textChecksOf(textsIn: (context: CheckContext) => readonly YamlScalar[]) {
  return (id: string, alias: string, docs: CheckDocs, find: FindInText): Check => ({
    id,
    severity: 'information',
    aliases: [alias],
    profiles: ['sigmahq'],
    docs,
    run(context, report) {
      for (const text of textsIn(context)) {
        if (typeof text.value !== 'string') continue;
        for (const finding of find(text, context)) report(finding);
      }
    },
  });
}
