import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** Where the scripts and style sheets of webviews lie. */
export function webviewResources(extension: Uri): Uri {
  return Uri.joinPath(extension, 'dist');
}

export interface WebviewPage {
  /** Of its script and style sheet in `dist/`, without the extension. */
  readonly name: string;
  readonly title: string;
  /** What the script finds in the body's `dataset`, by names in kebab-case: plain words. */
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * The page of a webview. Its policy allows the one script and the one style sheet and nothing else: no request, no
 * image, no inline style. Everything shown arrives as messages and becomes text, never markup.
 */
export function webviewPage(webview: Webview, extension: Uri, { name, title, data = {} }: WebviewPage): string {
  const nonce = randomBytes(16).toString('base64url');
  const resource = (file: string) => webview.asWebviewUri(Uri.joinPath(webviewResources(extension), file)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  const attributes = Object.entries(data).map(([key, value]) => ` data-${key}="${value}"`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1.0">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${resource(`${name}.css`)}">
  <title>${title}</title>
</head>
<body${attributes.join('')}>
  <script nonce="${nonce}" src="${resource(`${name}.js`)}"></script>
</body>
</html>`;
}
