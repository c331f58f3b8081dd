/**
 * Runs `work` for the newest input only: at most one run at a time, and of the inputs that arrive during a run only the
 * last one is taken up afterwards. `work` receives a signal that is aborted when a newer input arrives; whether it
 * heeds it is its own affair. Errors of `work` are its own affair as well and must not escape it.
 */
export function newestOnly<Input>(
  work: (input: Input, superseded: AbortSignal) => Promise<void>,
): (input: Input) => void {
  let running: AbortController | undefined;
  let next: { readonly input: Input } | undefined;

  async function drain(): Promise<void> {
    while (next !== undefined) {
      const { input } = next;
      next = undefined;
      running = new AbortController();
      await work(input, running.signal).catch(() => undefined);
    }
    running = undefined;
  }

  return (input) => {
    next = { input };
    if (running === undefined) void drain();
    else running.abort();
  };
}
