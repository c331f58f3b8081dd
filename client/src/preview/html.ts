import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** Where the webview's script and style sheet lie. */
export function previewResources(extension: Uri): Uri {
  return Uri.joinPath(extension, 'dist');
}

/**
 * The page around the preview. Its policy allows the one script and the one style sheet and nothing else: no request,
 * no image, no inline style. Everything shown arrives as messages and becomes text, never markup.
 */
export function previewPage(webview: Webview, extension: Uri, wordWrap: boolean): string {
  const nonce = randomBytes(16).toString('base64url');
  const resource = (name: string) => webview.asWebviewUri(Uri.joinPath(previewResources(extension), name)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1.0">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${resource('preview.css')}">
  <title>KQL Preview</title>
</head>
<body data-word-wrap="${wordWrap}">
  <script nonce="${nonce}" src="${resource('preview.js')}"></script>
</body>
</html>`;
}
