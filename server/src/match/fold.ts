/**
 * The form in which two texts are compared regardless of case: lower case, character by character and of the same
 * length. Unlike `toLowerCase` it looks at no neighbours (a final Greek sigma folds like any other) and keeps the dotted
 * capital I, whose lower case would be two characters. Accents stay, nothing is normalised.
 */
export function fold(text: string): string {
  if (text.includes(dottedCapitalI)) return text.split(dottedCapitalI).map(foldPlain).join(dottedCapitalI);
  return foldPlain(text);
}

const dottedCapitalI = 'İ';
const finalSigma = 'ς';

function foldPlain(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes(finalSigma) ? lower.replaceAll(finalSigma, 'σ') : lower;
}
