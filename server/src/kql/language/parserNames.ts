import { asimParsers } from '../../catalog/asim.ts';

/** Whether a name is one of ASIM's parsers, under any of its names: only a workspace has those. */
export function isParser(name: string): boolean {
  names ??= new Set(asimParsers().flatMap((parser) => [parser.name, parser.workspaceName, ...parser.parameterless]));
  return names.has(name);
}

let names: ReadonlySet<string> | undefined;
