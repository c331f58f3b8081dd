type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children. Strings become text nodes: nothing that is shown is ever read as markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Text in which `names in backticks` are set as code. */
export function prose(text: string): Node[] {
  return text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? element('code', {}, part) : document.createTextNode(part)));
}

/**
 * A function that fills `container` with what `build` makes of a value, and leaves it alone while the value stays the
 * same: scroll position, focus and selection survive. Values are compared by their JSON.
 */
export function keyedBy<Value>(container: Element, build: (value: Value) => readonly Node[]): (value: Value) => void {
  let shown: string | undefined;
  return (value) => {
    const key = JSON.stringify(value) ?? '';
    if (key === shown) return;
    shown = key;
    container.replaceChildren(...build(value));
  };
}
