import { type Uri, workspace } from 'vscode';
import type { TargetName } from '../../../server/src/lsp/protocol.ts';

/** The target of `sigmasmith.defaultTarget` for a rule; a name that is none counts as the default, as it does for the server. */
export function defaultTarget(rule: Uri): TargetName {
  const wanted: unknown = workspace.getConfiguration('sigmasmith', rule).get('defaultTarget');
  return targets.find((each) => each === wanted) ?? 'asim';
}

const targets: readonly TargetName[] = ['asim', 'xdr', 'workspace'];
