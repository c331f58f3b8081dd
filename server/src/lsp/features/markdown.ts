/** Text that a user wrote, so that nothing in it is taken for markdown, HTML or an entity. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|~>]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;');
}

/** A code span that holds any text: its fence is longer than every run of backticks inside (CommonMark, "Code spans"). */
export function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const oneLine = text.replace(/[\r\n]+/g, ' ');
  const pad = /^`|`$|^ .* $/.test(oneLine) ? ' ' : '';
  return oneLine === '' ? '(empty)' : `${fence}${pad}${oneLine}${pad}${fence}`;
}

/** A sentence of ours: what stands in backticks is a code span, the rest is text. */
export function prose(text: string): string {
  return text
    .split(/`([^`]*)`/)
    .map((part, position) => (position % 2 === 1 ? code(part) : escapeMarkdown(part)))
    .join('');
}

/** A link, or the bare title when the address is not one that an editor should open. */
export function link(title: string, url: string): string {
  return /^https?:\/\/[^\s()<>]+$/.test(url) ? `[${escapeMarkdown(title)}](${url})` : escapeMarkdown(title);
}
