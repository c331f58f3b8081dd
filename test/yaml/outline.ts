import type { YamlNode } from '../../server/src/yaml/tree.ts';

/** A tree as lines `kind [text of its range]`, indented by depth, with the content where it differs. */
export function outline(text: string, node: YamlNode | undefined, depth = 0): string[] {
  const indent = '  '.repeat(depth);
  if (node === undefined) return [`${indent}nothing`];
  const shown = (range: { start: number; end: number }) => JSON.stringify(text.slice(range.start, range.end));
  switch (node.kind) {
    case 'scalar': {
      const content = shown(node.contentRange);
      const inner = content === shown(node.range) ? '' : ` content ${content}`;
      return [
        `${indent}${node.style} ${shown(node.range)}${inner} = ${JSON.stringify(node.text)} @${node.range.start}`,
      ];
    }
    case 'alias':
      return [
        `${indent}alias ${shown(node.range)} ${node.target === undefined ? 'to nothing' : `to ${node.target.kind}`}`,
      ];
    case 'sequence':
      return [
        `${indent}${node.flow ? 'flow ' : ''}sequence ${shown(node.range)}`,
        ...node.items.flatMap((item) => outline(text, item, depth + 1)),
      ];
    case 'mapping':
      return [
        `${indent}${node.flow ? 'flow ' : ''}mapping ${shown(node.range)}`,
        ...node.entries.flatMap((entry) => [
          ...outline(text, entry.key, depth + 1),
          ...outline(text, entry.value, depth + 2),
        ]),
      ];
  }
}
