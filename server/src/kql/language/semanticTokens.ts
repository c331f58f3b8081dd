import type { Range } from '../../range.ts';
import type { KqlDocument } from './document.ts';
import { itemsOf, namesOf, service } from './service.ts';
import { eachQuery } from './syntax.ts';
import type { KqlTokenType } from './tokenTypes.ts';

/** A stretch of the document with what it is, in the words of LSP. */
export interface KqlToken extends Range {
  readonly type: KqlTokenType;
}

/** What Microsoft's classifier says of each word, in order; punctuation and plain text are left to the grammar. */
export function kqlTokens(document: KqlDocument): KqlToken[] {
  return eachQuery(document, ({ start, text, service: codeService }) =>
    itemsOf(codeService.GetClassifications(0, text.length).Classifications).flatMap(({ Kind, Start, Length }) => {
      const type = types[kindNames.get(Kind) ?? ''];
      return type === undefined || Length === 0 ? [] : [{ type, start: start + Start, end: start + Start + Length }];
    }),
  );
}

const kindNames = namesOf(service.Editor.ClassificationKind);

const types: Readonly<Record<string, KqlTokenType>> = {
  Comment: 'comment',
  Directive: 'macro',
  Literal: 'number',
  StringLiteral: 'string',
  Type: 'type',
  Column: 'property',
  Table: 'class',
  MaterializedView: 'class',
  Database: 'namespace',
  Function: 'function',
  Parameter: 'parameter',
  SignatureParameter: 'parameter',
  ClientParameter: 'parameter',
  QueryParameter: 'parameter',
  Variable: 'variable',
  Identifier: 'variable',
  SchemaMember: 'property',
  ScalarOperator: 'keyword',
  MathOperator: 'operator',
  QueryOperator: 'keyword',
  Command: 'keyword',
  Keyword: 'keyword',
  Option: 'parameter',
};
