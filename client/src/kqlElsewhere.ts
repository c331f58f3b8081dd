/** What is asked of an installed extension: its id and its package.json. */
interface Installed {
  readonly id: string;
  readonly packageJSON: unknown;
}

/**
 * Whether an extension other than ours contributes KQL as a language, by its name or by its files; that one then has the
 * editing, and ours only runs queries.
 */
export function providesKql(installed: readonly Installed[], own: string): boolean {
  return installed.some(({ id, packageJSON }) => {
    const { contributes } = (packageJSON ?? {}) as { readonly contributes?: { readonly languages?: unknown } };
    return id.toLowerCase() !== own.toLowerCase() && listOf(contributes?.languages).some(isKql);
  });
}

function isKql(language: unknown): boolean {
  const { id, extensions } = (language ?? {}) as { readonly id?: unknown; readonly extensions?: unknown };
  return languageIds.has(lower(id)) || listOf(extensions).some((each) => fileEndings.has(lower(each)));
}

const languageIds: ReadonlySet<string> = new Set(['kusto', 'kql']);
/** Not `.csl`: VS Code's own XML extension, which everybody has, claims that ending too. */
const fileEndings: ReadonlySet<string> = new Set(['.kql', '.kusto']);

function lower(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

/** Other extensions' manifests may have anything there. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
