import { technique } from '../catalog/attack.ts';
import type { Fix } from '../problem.ts';
import { entryOf } from '../yaml/navigate.ts';
import type { Check, CheckContext } from './check.ts';
import { insertKey, lineBreak, removeListed } from './entryEdits.ts';
import { ruleWith } from './examples.ts';
import { listUnder } from './listItems.ts';
import { nextItemPrefix } from './textEdits.ts';

/** SigmaHQ's conventions for links. */
export const referenceChecks: readonly Check[] = [
  {
    id: 'github-branch-link',
    severity: 'information',
    aliases: ['sigmahq_github_link'],
    profiles: ['sigmahq'],
    docs: {
      what: 'A reference leads to a file on GitHub as it is on a branch today, not as it was in one commit.',
      why: 'The file changes, moves or vanishes, and the reference with it. A permalink (press `y` on the page) stays.',
      example: {
        bad: referring('https://github.com/example/tool/blob/main/readme.md'),
        good: referring('https://github.com/example/tool/blob/bd2a4c37efde5f69f87040173e990f1f6ff9e234/readme.md'),
      },
    },
    run({ rule }, report) {
      for (const { scalar } of listUnder(rule.node, 'references')?.items ?? []) {
        if (!/^https:\/\/github\.com\/.*\.\w{1,3}$/.test(scalar.text)) continue;
        if (/\/[0-9a-z]{40}\//.test(scalar.text)) continue;
        report({
          range: scalar.contentRange,
          message: 'The link leads to a branch, whose files change. Use the permalink of a commit.',
        });
      }
    },
  },
  {
    id: 'attack-link',
    severity: 'information',
    aliases: ['sigmahq_mitre_link'],
    profiles: ['sigmahq'],
    docs: {
      what: 'A reference leads to a page of ATT&CK.',
      why: 'A tag says the same, and tools understand it: they make the link and count the coverage.',
      example: {
        bad: referring('https://attack.mitre.org/techniques/T1033/'),
        good: ruleWith('tags:', '    - attack.discovery', '    - attack.t1033'),
      },
    },
    run(context, report) {
      for (const { scalar, index } of listUnder(context.rule.node, 'references')?.items ?? []) {
        if (!scalar.text.startsWith('https://attack.mitre.org/')) continue;
        const tag = tagOf(scalar.text);
        const fix = tag === undefined ? undefined : tagInstead(context, index, tag);
        report({
          range: scalar.contentRange,
          message: `SigmaHQ wants a tag instead of a link to ATT&CK${tag === undefined ? '' : `: \`${tag}\``}.`,
          ...(fix && { fixes: [fix] }),
        });
      }
    },
  },
];

function tagOf(link: string): string | undefined {
  const [, id, sub] = /\/techniques\/(T\d{4})(?:\/(\d{3}))?\/?$/.exec(link) ?? [];
  const found = id && technique(sub === undefined ? id : `${id}.${sub}`);
  return found ? `attack.${found.id.toLowerCase()}` : undefined;
}

function tagInstead(context: CheckContext, index: number, tag: string): Fix | undefined {
  const { file, rule } = context;
  const removal = removeListed(context, 'references', index, `Use the tag \`${tag}\` instead`);
  const tags = listUnder(rule.node, 'tags');
  if (removal === undefined) return undefined;
  if (tags?.items.some(({ scalar }) => scalar.text.toLowerCase() === tag)) return removal;
  const last = tags?.items.at(-1)?.scalar;
  if (last === undefined) {
    const edit = entryOf(rule.node, 'tags') ? undefined : insertKey(context, 'tags', `\n    - ${tag}`);
    return edit && { ...removal, edits: [...removal.edits, edit] };
  }
  const prefix = nextItemPrefix(file.text, last.range.start);
  if (prefix === undefined) return undefined;
  const text = `${prefix.replace('\n', lineBreak(file.text))}${tag}`;
  return { ...removal, edits: [...removal.edits, { range: { start: last.range.end, end: last.range.end }, text }] };
}

function referring(link: string): string {
  return ruleWith('references:', `    - ${link}`);
}
