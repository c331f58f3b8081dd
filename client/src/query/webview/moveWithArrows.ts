/** Arrow keys go from one of the container's buttons to the next, as far as there is one; Home and End to the ends. */
export function moveWithArrows(
  container: HTMLElement,
  selector: string,
  steps: Readonly<Record<string, 1 | -1>>,
): void {
  container.addEventListener('keydown', (event) => {
    const buttons = [...container.querySelectorAll<HTMLElement>(selector)];
    const at = buttons.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const step = steps[event.key];
    const next = step !== undefined ? buttons[at + step] : event.key === 'Home' ? buttons[0] : undefined;
    const target = event.key === 'End' ? buttons.at(-1) : next;
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
  });
}
