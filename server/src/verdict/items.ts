import type { Item } from '../sigma/expression.ts';

/** What stands for the whole event where a rule has keywords. */
export const wholeEvent = 'Message';

/** The fields that an item asks for. */
export function fieldsOf({ field = wholeEvent, values }: Item): string[] {
  const others = values.flatMap(({ alternatives }) =>
    alternatives.flatMap((test) => (test.kind === 'fieldref' ? [test.field] : [])),
  );
  return [field, ...others];
}
