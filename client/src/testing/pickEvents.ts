import { Uri, window } from 'vscode';

/** Asks for event files or a folder of them, as URIs; undefined when the user turned away. */
export async function pickEvents(rule: Uri): Promise<string[] | undefined> {
  const files = { label: '$(file) Event Files…', detail: 'JSON or NDJSON, one or several', folders: false };
  const folder = { label: '$(folder) Folder of Event Files…', detail: 'Every event file below it', folders: true };
  const kind = await window.showQuickPick([files, folder], { placeHolder: 'Run the rule on' });
  if (kind === undefined) return undefined;
  const chosen = await window.showOpenDialog({
    title: kind.folders ? 'Run the Rule on a Folder of Event Files' : 'Run the Rule on Event Files',
    openLabel: 'Run',
    ...(rule.scheme === 'file' ? { defaultUri: Uri.joinPath(rule, '..') } : {}),
    canSelectFiles: !kind.folders,
    canSelectFolders: kind.folders,
    canSelectMany: true,
    ...(kind.folders
      ? {}
      : { filters: { 'Event files': ['json', 'jsonl', 'ndjson', 'log', 'txt'], 'All files': ['*'] } }),
  });
  return chosen?.map((uri) => uri.toString());
}
