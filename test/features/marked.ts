/** A text with `<|>` where the cursor is (a bare `|` is Sigma's own). */
export function marked(text: string): { text: string; offset: number } {
  const offset = text.indexOf('<|>');
  if (offset < 0) throw new Error('The text has no cursor: <|>');
  return { text: text.replace('<|>', ''), offset };
}
