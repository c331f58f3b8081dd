import type { TextEdit } from '../problem.ts';
import type { Check, CheckContext } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier, type ItemSite, itemsOf } from './items.ts';
import { insertModifier } from './modifierUse.ts';
import { replacePart } from './textEdits.ts';
import { isText } from './valueForms.ts';
import { specialPlaces } from './valueScan.ts';

/** Wildcards at the ends of all values of an item, which modifiers say more plainly. */
export const wildcardModifierChecks: readonly Check[] = [
  {
    id: 'wildcards-instead-of-modifiers',
    severity: 'information',
    aliases: ['wildcards_instead_of_modifiers'],
    docs: {
      what: 'All values of a field begin or end with `*`, where `contains`, `startswith` or `endswith` would say the same.',
      why: 'A modifier is easier to read, needs no care with backslashes before the wildcard, and more backends translate it well.',
      example: {
        bad: ruleSelecting("CommandLine: '*whoami*'"),
        good: ruleSelecting('CommandLine|contains: whoami'),
      },
    },
    run(context, report) {
      for (const site of itemsOf(context)) {
        if (site.field === undefined || !isText(site) || hasModifier(site, ...taken)) continue;
        const shape = commonShape(site);
        if (shape === undefined) continue;
        const fix = fixFor(context, site, shape);
        const [only] = site.values;
        report({
          range: site.values.length === 1 && only ? only.scalar.contentRange : site.fieldRange,
          message: `Say it with a modifier: \`${site.field}|${shape}\`, and the ${site.values.length === 1 ? 'value' : 'values'} without \`*\` at the ${shape === 'contains' ? 'ends' : shape === 'startswith' ? 'end' : 'beginning'}.`,
          ...(fix && { fixes: [{ title: `Use \`${shape}\``, edits: fix }] }),
        });
      }
    },
  },
];

const taken = ['contains', 'startswith', 'endswith', 'base64', 'base64offset', 'expand'];

type Shape = 'contains' | 'startswith' | 'endswith';

function commonShape({ values }: ItemSite): Shape | undefined {
  let shape: Shape | undefined;
  for (const { scalar } of values) {
    const own = typeof scalar.value === 'string' ? shapeOf(scalar.text) : undefined;
    if (own === undefined || (shape !== undefined && own !== shape)) return undefined;
    shape = own;
  }
  return shape;
}

/** Which modifier would say the same as the wildcards of a text; undefined if there are none at its ends, or others within. */
function shapeOf(text: string): Shape | undefined {
  if (text.length < 2 || !(text.startsWith('*') || text.endsWith('*'))) return undefined;
  const places = specialPlaces(text).filter(({ kind }) => kind === 'wildcard');
  const starts = places[0]?.at === 0 && places[0].character === '*';
  const last = places.at(-1);
  const ends = last?.at === text.length - 1 && last.character === '*';
  if (places.length !== (starts ? 1 : 0) + (ends ? 1 : 0) || places.length === 0) return undefined;
  if (starts && ends) return text.length > 2 ? 'contains' : undefined;
  return starts ? 'endswith' : 'startswith';
}

function fixFor({ file }: CheckContext, site: ItemSite, shape: Shape): TextEdit[] | undefined {
  const key = insertModifier(site, shape);
  if (key === undefined) return undefined;
  const edits: TextEdit[] = [key];
  for (const { scalar, node } of site.values) {
    // What an alias stands for may be used elsewhere.
    if (node !== scalar) return undefined;
    const { length } = scalar.text;
    const body = scalar.text.slice(shape === 'startswith' ? 0 : 1, shape === 'endswith' ? length : length - 1);
    if (scalar.style === 'literal' || scalar.style === 'folded' || body === '') return undefined;
    const parts = [
      ...(shape === 'startswith' ? [] : [replacePart(file.text, scalar, 0, 1, '')]),
      ...(shape === 'endswith' ? [] : [replacePart(file.text, scalar, length - 1, length, '')]),
    ];
    for (const edit of parts) {
      if (edit === undefined) return undefined;
      edits.push(edit);
    }
  }
  return edits;
}
