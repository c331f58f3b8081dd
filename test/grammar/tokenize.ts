import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { cacheFolder } from '../../scripts/repository.mjs';

/** A word of a text and its scopes from the second outermost inwards (the outermost names the whole grammar). */
export interface ScopedWord {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** Splits a text into its words, line by line, as VS Code's own engine does it. */
export type Tokenize = (text: string, scopeName: 'source.yaml' | 'source.kusto') => Promise<ScopedWord[][]>;

/** With this extension's grammars, and the YAML grammar in these files, by scope. */
export function tokenizer(yamlGrammar: Readonly<Record<string, string>>): Tokenize {
  const registry = createRegistry({ ...ownGrammars, ...yamlGrammar });
  return async (text, scopeName) => {
    const grammar = await (await registry).loadGrammar(scopeName);
    if (grammar === null) throw new Error(`There is no grammar for ${scopeName}.`);
    let state = textmate.INITIAL;
    return text.split('\n').map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        scopes: scopes.slice(1),
      }));
    });
  };
}

/**
 * The YAML grammars to try Sigma's injection in: a public one, and VS Code's own where a VS Code has been installed for
 * the tests (test/vscode).
 */
export function yamlGrammars(): { name: string; files: Record<string, string> }[] {
  const shared = {
    name: 'the package tm-grammars',
    files: { 'source.yaml': require.resolve('tm-grammars/grammars/yaml.json') },
  };
  const folder = path.join(cacheFolder, 'vscode/newest/node_modules/code-server/lib/vscode/extensions/yaml/syntaxes');
  if (!existsSync(folder)) {
    console.warn("SKIPPED: VS Code's own YAML grammar, because no VS Code is installed in the cache folder yet.");
    return [shared];
  }
  const files = readdirSync(folder).map((file) => path.join(folder, file));
  return [
    shared,
    {
      name: 'VS Code',
      files: Object.fromEntries(files.map((file) => [JSON.parse(readFileSync(file, 'utf8')).scopeName, file])),
    },
  ];
}

/** The innermost scope of a word on a line, counted from 0; an error where the line has no such word. */
export function scopeOf(lines: readonly ScopedWord[][], line: number, text: string): string | undefined {
  const word = lines[line]?.find((each) => each.text === text);
  if (word === undefined) {
    throw new Error(`Line ${line} has no word ${text}, only ${JSON.stringify(lines[line]?.map((each) => each.text))}.`);
  }
  return word.scopes.at(-1);
}

const require = createRequire(import.meta.url);

const ownGrammars: Readonly<Record<string, string>> = {
  'source.kusto': require.resolve('../../syntaxes/kql.tmLanguage.json'),
  'sigma.injection': require.resolve('../../syntaxes/sigma-injection.tmLanguage.json'),
};

let engine: Promise<void> | undefined;

async function createRegistry(files: Readonly<Record<string, string>>): Promise<textmate.Registry> {
  engine ??= oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  await engine;
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scopeName) => {
      const file = files[scopeName];
      return file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
    },
    getInjections: (scopeName) => (scopeName === 'source.yaml' ? ['sigma.injection'] : undefined),
  });
}
