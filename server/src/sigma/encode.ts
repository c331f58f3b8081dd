/** How text becomes bytes before it is encoded: UTF-8, or what `wide`, `utf16be` and `utf16` say. */
export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'utf16';

/** The bytes of a text; `utf16` begins with the byte order mark FF FE (specification, "Encoding"). */
export function encode(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  const mark = encoding === 'utf16' ? 1 : 0;
  const bytes = new Uint8Array((text.length + mark) * 2);
  const view = new DataView(bytes.buffer);
  if (mark === 1) view.setUint16(0, 0xfeff, true);
  for (let index = 0; index < text.length; index++) {
    view.setUint16((index + mark) * 2, text.charCodeAt(index), encoding !== 'utf16be');
  }
  return bytes;
}

/**
 * The text whose characters are these bytes: what `wide` without base64 looks for. Undefined when a byte is no ASCII
 * character, because nothing says then how the event's text would show it.
 */
export function asciiText(text: string, encoding: Encoding): string | undefined {
  const bytes = encode(text, encoding === 'utf16' ? 'utf16le' : encoding);
  if (bytes.some((byte) => byte > 127)) return undefined;
  return (encoding === 'utf16' ? '\ufeff' : '') + String.fromCharCode(...bytes);
}

/** Standard Base64 with padding. */
export function base64(bytes: Uint8Array): string {
  let result = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    const third = bytes[at + 2] ?? 0;
    result += alphabet.charAt(first >> 2) + alphabet.charAt(((first & 3) << 4) | (second >> 4));
    result += at + 1 < bytes.length ? alphabet.charAt(((second & 15) << 2) | (third >> 6)) : '=';
    result += at + 2 < bytes.length ? alphabet.charAt(third & 63) : '=';
  }
  return result;
}

/**
 * How the bytes look inside of a longer Base64 text, for each of the three places where they may begin. Characters that
 * also depend on a neighbouring byte are cut off.
 */
export function base64Offsets(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((shift) => {
    const padded = new Uint8Array(bytes.length + shift);
    padded.set(bytes, shift);
    const encoded = base64(padded);
    const start = [0, 2, 3][shift] ?? 0;
    const cut = [0, 3, 2][padded.length % 3] ?? 0;
    return encoded.slice(start, encoded.length - cut);
  });
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
