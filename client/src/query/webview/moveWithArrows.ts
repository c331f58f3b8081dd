/**
 * Makes the container's buttons one stop of the Tab key: arrow keys go from one to the next, as far as there is one,
 * Home and End to the ends. The result is to be called whenever the container was filled anew.
 */
export function moveWithArrows(
  container: HTMLElement,
  selector: string,
  steps: Readonly<Record<string, 1 | -1>>,
): () => void {
  const buttonsIn = () => [...container.querySelectorAll<HTMLElement>(selector)];

  function makeStop(stop: HTMLElement | undefined): void {
    for (const button of buttonsIn()) button.tabIndex = button === stop ? 0 : -1;
  }

  container.addEventListener('focusin', ({ target }) => {
    const focused = buttonsIn().find((button) => button === target);
    if (focused !== undefined) makeStop(focused);
  });
  container.addEventListener('keydown', (event) => {
    const buttons = buttonsIn();
    const at = buttons.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const step = steps[event.key];
    const next = step !== undefined ? buttons[at + step] : event.key === 'Home' ? buttons[0] : undefined;
    const target = event.key === 'End' ? buttons.at(-1) : next;
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
  });
  return () => {
    const buttons = buttonsIn();
    makeStop(buttons.find((button) => button === document.activeElement) ?? buttons[0]);
  };
}
