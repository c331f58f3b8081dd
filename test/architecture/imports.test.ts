import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../..');

/** Each room with the rooms that it may import besides itself; ARCHITECTURE.md draws it. */
const allowed: Record<string, readonly string[]> = {
  root: [],
  yaml: ['root'],
  catalog: ['root'],
  events: ['root', 'yaml'],
  sigma: ['root', 'yaml'],
  checks: ['root', 'yaml', 'sigma', 'catalog'],
  match: ['root', 'yaml', 'sigma', 'events'],
  pipelines: ['root', 'yaml', 'sigma'],
  kql: ['root', 'yaml', 'sigma', 'catalog'],
  kusto: ['root', 'catalog', 'kql'],
  fixtures: ['root', 'yaml', 'sigma', 'events', 'match', 'catalog'],
  verdict: ['root', 'sigma', 'catalog', 'match', 'events', 'kql', 'fixtures'],
  deploy: ['root', 'sigma', 'catalog', 'kql'],
  workspace: ['root', 'yaml', 'sigma', 'checks'],
  host: ['root', 'events', 'fixtures'],
  lsp: [
    'root',
    'yaml',
    'sigma',
    'catalog',
    'checks',
    'match',
    'events',
    'kql',
    'kusto',
    'pipelines',
    'deploy',
    'fixtures',
    'verdict',
    'workspace',
    'host',
  ],
  cli: [
    'root',
    'yaml',
    'sigma',
    'catalog',
    'checks',
    'match',
    'events',
    'kql',
    'kusto',
    'pipelines',
    'deploy',
    'fixtures',
    'verdict',
    'workspace',
    'host',
  ],
};

/** Rooms whose files may use Node or LSP packages; the worker of the Kusto service counts as one. */
const rim = /^(?:lsp|cli|host|kql\/validation|kusto\/worker)\//;
const publicSurface = new Set(['index.ts']);

interface SourceFile {
  readonly name: string;
  readonly imports: readonly string[];
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !name.endsWith('.d.ts') && !name.includes('generated'))
    .map((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier ?? '');
      return { name: name.split(path.sep).join('/'), imports };
    });
}

const server = sourceFiles(path.join(repository, 'server/src'));
const roomOf = (name: string): string => (name.includes('/') ? (name.split('/')[0] ?? '') : 'root');

describe('server/src', () => {
  it('is not empty', () => {
    expect(server.length).toBeGreaterThan(10);
  });

  it.each(server.filter(({ name }) => !publicSurface.has(name)))(
    '$name imports downwards only',
    ({ name, imports }) => {
      const room = roomOf(name);
      const wrong = imports
        .filter((specifier) => specifier.startsWith('.') && specifier.endsWith('.ts'))
        .map((specifier) => roomOf(path.posix.join(path.posix.dirname(name), specifier)))
        .filter((target) => target !== room && !allowed[room]?.includes(target));
      expect(wrong).toEqual([]);
    },
  );

  it.each(server.filter(({ name }) => !rim.test(name)))('$name knows neither Node nor LSP', ({ imports }) => {
    expect(imports.filter((specifier) => /^(?:node:|vscode)/.test(specifier))).toEqual([]);
  });

  it('runs queries in a thread: nobody loads the service but the worker', () => {
    const loading = /kusto\/runKql\.ts$|validation\/(?:kusto|analyse)\.ts$/;
    const files = server.filter(({ name }) => !/^(?:kusto|kql\/(?:validation|language))\//.test(name));
    const wrong = files.filter(({ name }) => {
      const text = readFileSync(path.join(repository, 'server/src', name), 'utf8');
      const values = [...text.matchAll(/^import (?!type )[^;]*?from '([^']+)'/gm)].map(
        ([, specifier]) => specifier ?? '',
      );
      return values.some((specifier) => loading.test(specifier));
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('has no circles', () => {
    const edges = new Map(
      server.map(({ name, imports }) => [
        name,
        imports
          .filter((specifier) => specifier.endsWith('.ts'))
          .map((specifier) => path.posix.join(path.posix.dirname(name), specifier)),
      ]),
    );
    const finished = new Set<string>();
    const visit = (name: string, trail: readonly string[]): void => {
      if (trail.includes(name)) throw new Error(`Circle: ${[...trail.slice(trail.indexOf(name)), name].join(' -> ')}`);
      if (finished.has(name)) return;
      for (const target of edges.get(name) ?? []) visit(target, [...trail, name]);
      finished.add(name);
    };
    for (const name of edges.keys()) visit(name, []);
  });
});

describe('client/src', () => {
  it.each(sourceFiles(path.join(repository, 'client/src')))(
    '$name takes only the protocol from the server',
    ({ imports }) => {
      expect(
        imports.filter((specifier) => specifier.includes('server/src') && !specifier.endsWith('lsp/protocol.ts')),
      ).toEqual([]);
    },
  );
});
