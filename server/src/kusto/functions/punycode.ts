import type { FunctionFamily } from './function.ts';

/** Names in Punycode (RFC 3492) and domains of such names. What is none of them is empty. */
export const punycode: FunctionFamily = {
  punycode_from_string: { parameters: ['string'], evaluate: encode },
  punycode_to_string: { parameters: ['string'], evaluate: (text: string) => decode(text) ?? '' },
  punycode_domain_from_string: { parameters: ['string'], evaluate: decodeDomain },
  punycode_domain_to_string: {
    parameters: ['string'],
    evaluate: (domain: string) =>
      domain
        .split('.')
        .map((label) => (isBasic(label) ? label : `xn--${encode(label)}`))
        .join('.'),
  },
};

const base = 36;
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

function decodeDomain(domain: string): string {
  const labels = domain.split('.').map((label) => (/^xn--/i.test(label) ? decode(label.slice(4)) : label));
  return labels.includes(undefined) ? '' : labels.join('.');
}

function isBasic(text: string): boolean {
  return [...text].every((each) => (each.codePointAt(0) ?? 0) < 128);
}

function threshold(position: number, bias: number): number {
  return Math.min(26, Math.max(1, position - bias));
}

function adapted(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / points);
  let position = 0;
  for (; rest > 455; position += base) rest = Math.floor(rest / 35);
  return position + Math.floor((36 * rest) / (rest + 38));
}

function encode(text: string): string {
  const codes = [...text].map((each) => each.codePointAt(0) ?? 0);
  const basic = codes.filter((code) => code < 128);
  let result = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '');
  let [code, delta, bias, handled] = [128, 0, 72, basic.length];
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((each) => each >= code));
    delta += (next - code) * (handled + 1);
    code = next;
    for (const each of codes) {
      if (each < code) delta++;
      if (each !== code) continue;
      result += variableLength(delta, bias);
      bias = adapted(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    code++;
  }
  return result;
}

function variableLength(delta: number, bias: number): string {
  let result = '';
  let rest = delta;
  for (let position = base; ; position += base) {
    const least = threshold(position, bias);
    if (rest < least) return result + digits.charAt(rest);
    result += digits.charAt(least + ((rest - least) % (base - least)));
    rest = Math.floor((rest - least) / (base - least));
  }
}

function decode(text: string): string | undefined {
  if (!isBasic(text)) return undefined;
  const end = text.lastIndexOf('-');
  const codes = [...text.slice(0, Math.max(end, 0))].map((each) => each.codePointAt(0) ?? 0);
  const encoded = text.slice(end + 1).toLowerCase();
  let [at, code, place, bias] = [0, 128, 0, 72];
  while (at < encoded.length) {
    const before = place;
    for (let [position, weight] = [base, 1]; ; position += base) {
      const digit = digits.indexOf(encoded.charAt(at++) || ' ');
      if (digit < 0 || weight > Number.MAX_SAFE_INTEGER) return undefined;
      place += digit * weight;
      const least = threshold(position, bias);
      if (digit < least) break;
      weight *= base - least;
    }
    bias = adapted(place - before, codes.length + 1, before === 0);
    code += Math.floor(place / (codes.length + 1));
    place %= codes.length + 1;
    if (code > 0x10ffff) return undefined;
    codes.splice(place++, 0, code);
  }
  return String.fromCodePoint(...codes);
}
