import type { KqlDocument } from './document.ts';
import { codeOnly, scan } from './scan.ts';
import { itemsOf, type Parameter, type Signature } from './service.ts';
import { around } from './syntax.ts';

export interface KqlSignatureHelp {
  readonly signatures: readonly SignatureText[];
  readonly activeSignature: number;
  readonly activeParameter: number;
}

export interface SignatureText {
  readonly label: string;
  /** Where each parameter stands in the label: from, to. */
  readonly parameters: readonly (readonly [number, number])[];
}

/** The signatures of the function whose arguments the offset is in. */
export function signatureHelpKql(document: KqlDocument, offset: number): KqlSignatureHelp | undefined {
  const query = document.at(offset);
  if (query === undefined) return undefined;
  const call = callAround(query.text, offset - query.start);
  if (call === undefined) return undefined;
  for (const node of around(query.code.Syntax.GetTokenAt(call.nameStart))) {
    const found = itemsOf(node.ReferencedSymbol?.Signatures);
    if (found.length === 0) continue;
    const signatures = found.map((each) => signatureText(call.name, each));
    const fitting = signatures.findIndex(({ parameters }) => parameters.length > call.argument);
    const activeSignature = Math.max(0, fitting);
    const last = (signatures[activeSignature]?.parameters.length ?? 1) - 1;
    return { signatures, activeSignature, activeParameter: Math.max(0, Math.min(call.argument, last)) };
  }
  return undefined;
}

/** `extract(regex: string, captureGroup: long, text: string, [type: type])`. */
export function signatureText(name: string, { Parameters }: Signature): SignatureText {
  let label = `${name}(`;
  const parameters = itemsOf(Parameters).map((parameter, index): readonly [number, number] => {
    if (index > 0) label += ', ';
    const start = label.length;
    label += parameterText(parameter);
    return [start, label.length];
  });
  return { label: `${label})`, parameters };
}

function parameterText({ Name, MinOccurring, MaxOccurring, DeclaredTypes }: Parameter): string {
  const types = itemsOf(DeclaredTypes);
  const typed = types.length === 1 && types[0] ? `${Name}: ${types[0].Name}` : Name;
  const repeated = MaxOccurring > 1 ? `${typed}, …` : typed;
  return MinOccurring === 0 ? `[${repeated}]` : repeated;
}

interface Call {
  readonly name: string;
  readonly nameStart: number;
  /** Which argument the place is in, from 0. */
  readonly argument: number;
}

function callAround(text: string, offset: number): Call | undefined {
  const lexemes = scan(text);
  if (lexemes.some(({ kind, start, end }) => kind === 'comment' && start < offset && offset <= end)) return undefined;
  const code = codeOnly(text, lexemes).slice(0, offset);
  let depth = 0;
  let argument = 0;
  for (let index = code.length - 1; index >= 0; index--) {
    const character = code[index] ?? '';
    if (')]}'.includes(character)) depth++;
    else if (depth > 0 && '([{'.includes(character)) depth--;
    else if (depth === 0 && character === ',') argument++;
    else if (depth === 0 && (character === ';' || character === '|')) return undefined;
    else if (depth === 0 && '([{'.includes(character)) {
      const name = /([A-Za-z_]\w*)\s*$/.exec(code.slice(Math.max(0, index - longestName), index));
      if (character !== '(' || name?.[1] === undefined) return undefined;
      return { name: name[1], nameStart: index - name[0].length, argument };
    }
  }
  return undefined;
}

const longestName = 200;
