import { NeedsColumns } from '../failure.ts';
import { notImplemented, type Scope } from '../scope.ts';
import { type Column, part, type Syntax } from '../syntax.ts';

/** Throws unless the operator says its columns. */
export function needColumns(node: Syntax, scope: Scope, columns: () => readonly Column[]): void {
  if (part(node, 'Schema') !== undefined) return;
  if (scope.within !== undefined)
    throw notImplemented('A plugin without its columns inside of a function', node, scope);
  const described = columns().map(({ name, type }) => `${quoted(name)}:${type}`);
  throw new NeedsColumns(scope.start + node.End, ` : (${described.join(', ')})`);
}

function quoted(name: string): string {
  return `['${name.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}']`;
}
