import { createLineIndex } from '../lineIndex.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import { deref, entriesOf } from '../yaml/navigate.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { readText } from './textFile.ts';
import { WrongUseError } from './wrongUse.ts';

/**
 * The values that the file of `--placeholders` gives to names; JSON is YAML too. None without a file. Throws a
 * `WrongUseError` that says where the file is not as it has to be.
 */
export function readPlaceholders(path: string | undefined): Placeholders {
  if (path === undefined) return {};
  const found = readText(path);
  if (found.kind === 'bad') throw new WrongUseError(`--placeholders ${path}: ${found.finding.message}`);
  const lines = createLineIndex(found.text);
  const wrong = (offset: number, message: string): WrongUseError => {
    const { line, character } = lines.positionAt(offset);
    return new WrongUseError(`--placeholders ${path}:${line + 1}:${character + 1}: ${message}`);
  };
  const { documents, problems } = parseYaml(found.text);
  const broken = problems.find(({ severity }) => severity === 'error');
  if (broken) throw wrong(broken.range.start, broken.message);
  const [document, second] = documents;
  if (second) throw wrong(second.range.start, 'Only one document can stand in the file.');
  const root = deref(document?.root);
  if (root?.kind !== 'mapping') throw wrong(root?.range.start ?? 0, shape);
  return Object.fromEntries(
    entriesOf(root).map(({ key, value }) => {
      const name = textOf(key);
      if (name === undefined) throw wrong(key.range.start, shape);
      const list = deref(value);
      const items = list?.kind === 'sequence' ? list.items : value ? [value] : [];
      if (items.length === 0) throw wrong(key.range.start, `\`${name}\` has no value. ${shape}`);
      return [name, items.map((item) => oneValue(item, name, wrong))];
    }),
  );
}

const shape = 'The file has to give each name a text or a list of texts, such as `admins: [alice, bob]`.';

function oneValue(node: YamlNode, name: string, wrong: (offset: number, message: string) => WrongUseError): string {
  const text = textOf(node);
  if (text === undefined) throw wrong(node.range.start, `This is no text for \`${name}\`. ${shape}`);
  return text;
}

function textOf(node: YamlNode): string | undefined {
  const scalar = deref(node);
  return scalar?.kind === 'scalar' && scalar.value !== null ? scalar.text : undefined;
}

/** For `--help`. */
export const placeholdersHelp = `--placeholders FILE
                   YAML or JSON with the values of placeholders (\`%name%\` under
                   the modifier \`expand\`): each name with a text or a list`;
