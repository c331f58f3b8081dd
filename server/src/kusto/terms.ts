/**
 * Kusto's terms are the maximal runs of letters and digits (documentation: "string operators", what is a term). These
 * functions look for a text whose ends are ends of terms: `has` where both are, `hasprefix` the first, `hassuffix` the
 * last. An end of the needle that is no letter or digit itself bounds whatever is next to it.
 */
export function hasTerm(text: string, needle: string, atStart: boolean, atEnd: boolean): boolean {
  if (needle === '') return true;
  const startBound = atStart && isTermCharacter(needle, 0);
  const endBound = atEnd && isTermCharacter(needle, needle.length - 1);
  for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + 1)) {
    const end = start + needle.length;
    const startFits = !startBound || start === 0 || !isTermCharacter(text, start - 1);
    if (startFits && (!endBound || end === text.length || !isTermCharacter(text, end))) return true;
  }
  return false;
}

/** Letters and digits of any script; an underscore is none. */
function isTermCharacter(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 128) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return letterOrDigit.test(text.charAt(index));
}

const letterOrDigit = /[\p{L}\p{N}]/u;
