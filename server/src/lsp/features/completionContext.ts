import type { SigmaRule } from '../../sigma/rule.ts';
import type { SigmaDocument } from '../documents.ts';
import type { Cursor } from './cursor.ts';

/** The cursor with what the features for its place want to know. */
export interface CompletionContext {
  readonly document: SigmaDocument;
  readonly cursor: Cursor;
  readonly rule: SigmaRule | undefined;
  /** The keys of the cursor's path, items left out. */
  readonly names: readonly string[];
}
