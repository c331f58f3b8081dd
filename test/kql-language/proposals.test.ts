import { expect, test } from 'vitest';
import { analysedQuery } from '../../server/src/kql/language/document.ts';
import { proposalsAt } from '../../server/src/kql/language/proposals.ts';
import { globalsFor } from '../../server/src/kql/language/schemas.ts';
import { itemsOf, service } from '../../server/src/kql/language/service.ts';
import { parseKql } from '../../server/src/kql/validation/parse.ts';
import { slow } from './ask.ts';

/** In most of these there is something else to propose after each word. */
const queries = [
  'SecurityEvent | where Account has "x" and EventID in (1, 2) | extend h = tolower(Computer), n = strlen(h)',
  'let f = (T: (*), n: long) { T | where n > 1 };\nlet x = 1;\nDeviceEvents | invoke f(x) | summarize c = count(), make_set(FileName) by bin(Timestamp, 1h)',
  'imProcessCreate(starttime=ago(1d)) | join kind=leftouter (SigninLogs | project UserId, IPAddress) on $left.ActorUserId == $right.UserId',
  'union isfuzzy=true SecurityEvent, (Event | take 1) | sort by TimeGenerated desc nulls last | evaluate bag_unpack(x) | render timechart',
  'AuditLogs | mv-expand t = TargetResources to typeof(dynamic) | where t.displayName == "x" | project-away t // word',
  '| where ',
];

test(
  'the proposals are those of the service, at each place, and again when they are remembered',
  () => {
    let places = 0;
    for (const schema of ['unified', 'xdr'] as const) {
      const globals = globalsFor(schema, { Own_CL: { A: 'string', B: 'long' } });
      for (const text of queries) {
        const parsed = parseKql(text, globals);
        if (parsed.kind === 'refused') throw new Error(parsed.problem.message);
        const { code } = analysedQuery(0, text, globals, parsed.code);
        const asIs = new service.Editor.KustoCodeService.ctor(code);
        for (let position = 0; position <= text.length; position += 11) {
          const { Items, EditStart, EditLength } = asIs.GetCompletionItems(position);
          const expected = itemsOf(Items).map((item) =>
            shown(item.Kind, item.OrderText, item.DisplayText, item.MatchText, item.ApplyTexts),
          );
          const { items, start, length } = proposalsAt(code, position);
          const found = items.map(({ item, order }) =>
            shown(item.Kind, order, item.DisplayText, item.MatchText, item.ApplyTexts),
          );
          expect({ start, length }).toEqual({ start: EditStart, length: EditLength });
          expect(found.sort(), `${text} at ${position}`).toEqual(expected.sort());
          places += found.length > 0 ? 1 : 0;
        }
      }
    }
    expect(places).toBeGreaterThan(80);
  },
  slow,
);

function shown(
  kind: number,
  order: string,
  display: string,
  match: string,
  texts: Parameters<typeof itemsOf<{ readonly Text: string; readonly Caret: boolean; readonly Select: boolean }>>[0],
): string {
  const inserted = itemsOf(texts).map(({ Text, Caret, Select }) => `${Caret ? '^' : ''}${Select ? '*' : ''}${Text}`);
  return [kind, order, display, match, ...inserted].join('|');
}
