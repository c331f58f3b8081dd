/** A sentence for a fault that no guess explains, from js-yaml's reason. */
export function explain(reason: string): string {
  if (/indentation/.test(reason))
    return 'The indentation of this line fits nothing above it. Align it with its neighbours.';
  if (/mapping key|multiline key/.test(reason)) return 'A key and a colon are expected here: write `key: value`.';
  if (/comma/.test(reason)) return 'Separate the entries between the brackets with commas.';
  if (/alias|anchor/.test(reason)) return 'This is read as an anchor or an alias of YAML. Put the value in quotes.';
  if (/tag/.test(reason)) return 'This is read as a tag of YAML. Put the value in quotes.';
  if (/directive/i.test(reason)) return 'A line that begins with `%` is a directive of YAML. Put the text in quotes.';
  if (/block scalar|chomping|line break/.test(reason))
    return 'After `|` or `>` the text starts on the next line, indented.';
  if (/document separator|end of the stream/.test(reason))
    return 'This does not belong to the mapping above. Write `key: value` at the same indentation, or begin a new document with `---`.';
  return 'This is not valid YAML. Write `key: value`, or put the value in quotes.';
}
