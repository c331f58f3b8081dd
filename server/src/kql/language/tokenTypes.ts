/** What semantic colours tell apart, in LSP's words. */
export const kqlTokenTypes = [
  'comment',
  'keyword',
  'macro',
  'number',
  'string',
  'type',
  'property',
  'class',
  'namespace',
  'function',
  'parameter',
  'variable',
  'operator',
] as const;

export type KqlTokenType = (typeof kqlTokenTypes)[number];
