import { Failure } from '../failure.ts';
import { conversion, dynamicText } from '../values/convert.ts';
import { scaled } from '../values/decimal.ts';
import { parseJson } from '../values/json.ts';
import { type Bag, isScalarType, type Value } from '../values/value.ts';
import { argumentsOfCommandLine } from './commandLine.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';
import { keysOfPath, valueAt } from './jsonPath.ts';
import { parseXml } from './xml.ts';

const extractJson: ScalarFunction = {
  parameters: ['string', 'string', 'any'],
  bind: ({ result }) => {
    const convert = isScalarType(result) ? conversion('string', result) : (value: Value) => value;
    const missing = result === 'string' ? '' : null;
    return (path = '', text = '') => {
      const keys = keysOfPath(String(path));
      if (keys === undefined)
        throw new Failure('kql-not-implemented', `\`extract_json\` with the path \`${path}\` is not run here.`);
      const json = parseJson(String(text));
      const found = json === undefined ? undefined : valueAt(json, keys);
      return found === undefined || found === null ? missing : convert(dynamicText(found));
    };
  },
};

/** Texts in a form of their own: JSON, XML, CSV, paths, command lines and versions. */
export const parsing: FunctionFamily = {
  extract_json: extractJson,
  extractjson: extractJson,
  parse_xml: { parameters: ['string'], evaluate: parseXml },
  parse_csv: { parameters: ['string'], evaluate: parseCsv },
  parse_version: { parameters: ['string'], evaluate: parseVersion },
  parse_path: { parameters: ['string'], evaluate: parsePath },
  parse_command_line: {
    parameters: ['string', 'string'],
    evaluate: (text: string, kind: string) => {
      if (kind.toLowerCase() === 'windows') return argumentsOfCommandLine(text);
      throw new Failure('kql-run-error', `\`${kind}\` is no kind of command line; only "windows" is.`);
    },
  },
};

/** The values of the first record; a quoted one may hold commas, line breaks and doubled quotes. */
function parseCsv(text: string): string[] {
  const values: string[] = [];
  const form = /(?:"((?:[^"]|"")*)"([^,\r\n]*)|([^,\r\n]*))(,|\r?\n|$)/gy;
  for (let found = form.exec(text); found !== null; found = form.exec(text)) {
    const [, quoted, after = '', plain = '', end] = found;
    values.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + after);
    if (end !== ',') break;
  }
  return values;
}

/** One to four parts of up to eight digits, as one decimal; null for anything else. */
function parseVersion(text: string): Value {
  if (!/^\d{1,8}(?:\.\d{1,8}){0,3}$/.test(text)) return null;
  const parts = text.split('.').map(BigInt);
  return scaled(
    [0, 1, 2, 3].reduce((sum, index) => sum * 100_000_000n + (parts[index] ?? 0n), 0n),
    0,
  );
}

/** Scheme, root, folder, name, extension and stream of a path with either kind of slash. */
function parsePath(text: string): Bag {
  const [, scheme = '', path = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(.*)$/s.exec(text) ?? [];
  const [, directory = '', name = ''] = /^(?:(.*)[\\/])?([^\\/]*)$/s.exec(path) ?? [];
  const [root = ''] = /^[A-Za-z]:(?=[\\/])/.exec(path) ?? [];
  const [file = '', stream = '', more] = name.split(':');
  const folder = directory.split(/[\\/]/).at(-1) ?? '';
  if (unclear.test(path) || more !== undefined || file.startsWith('.')) throw unknownPath(text);
  return {
    Scheme: scheme,
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: folder,
    Filename: file,
    Extension: /\.([^.]*)$/.exec(file)?.[1] ?? '',
    AlternateDataStreamName: stream,
  };
}

/** Long paths, names directly in a root and drives without a slash have no documented parts. */
const unclear = /^(?:\\\\[?.]\\|[A-Za-z]:(?:[^\\/]|[\\/][^\\/]*$)|[\\/][^\\/]*$)/;

function unknownPath(text: string): Failure {
  return new Failure('kql-not-implemented', `What \`parse_path\` makes of \`${text}\` is not documented.`);
}
