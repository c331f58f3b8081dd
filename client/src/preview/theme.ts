import { extensions, Uri, workspace } from 'vscode';
import type { KqlTokenKind } from '../../../server/src/lsp/protocol.ts';
import { type TokenRule, tokenColours } from './tokenColours.ts';

/**
 * The colours that the theme itself gives to code. VS Code has no interface for this, so the theme's file is read;
 * where it is out of reach (a theme that lives on another machine) or in another format, the result is empty.
 */
export async function themeColours(themeId: string | undefined): Promise<Partial<Record<KqlTokenKind, string>>> {
  const file = themeId === undefined ? undefined : themeFile(themeId);
  if (file === undefined) return {};
  try {
    return tokenColours([...(await rulesOf(file, 0)), ...customRules()]);
  } catch {
    return {};
  }
}

interface ThemeContribution {
  readonly id?: string;
  readonly label?: string;
  readonly path?: string;
}

function themeFile(themeId: string): Uri | undefined {
  for (const { extensionUri, packageJSON } of extensions.all) {
    const themes: unknown = packageJSON?.contributes?.themes;
    if (!Array.isArray(themes)) continue;
    const theme = (themes as ThemeContribution[]).find(({ id, label }) => (id ?? label) === themeId);
    if (theme?.path?.endsWith('.json')) return Uri.joinPath(extensionUri, theme.path);
  }
  return undefined;
}

/** The rules of a theme file after those of the file that it includes. */
async function rulesOf(file: Uri, depth: number): Promise<TokenRule[]> {
  const theme = parseWithComments(new TextDecoder().decode(await workspace.fs.readFile(file)));
  if (typeof theme !== 'object' || theme === null) return [];
  const { include, tokenColors } = theme as { include?: unknown; tokenColors?: unknown };
  const included =
    typeof include === 'string' && depth < maximumIncludes
      ? await rulesOf(Uri.joinPath(file, '..', include), depth + 1)
      : [];
  return Array.isArray(tokenColors) ? [...included, ...(tokenColors as TokenRule[])] : included;
}

const maximumIncludes = 8;

/** The rules that the user has put over every theme. */
function customRules(): TokenRule[] {
  const rules: unknown = workspace.getConfiguration('editor').get('tokenColorCustomizations.textMateRules');
  return Array.isArray(rules) ? (rules as TokenRule[]) : [];
}

/** JSON as VS Code's own files have it, with comments and commas before closing brackets. */
function parseWithComments(text: string): unknown {
  const withoutComments = text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1');
  return JSON.parse(withoutComments.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, '$1'));
}
