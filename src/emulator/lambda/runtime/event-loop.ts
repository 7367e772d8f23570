let pending: (() => void) | undefined;

process.on('beforeExit', () => {
  const next = pending;
  pending = undefined;
  next?.();
});

/** Runs `next` when the event loop is empty. A later call replaces an earlier one. */
export function whenEmpty(next: () => void): void {
  pending = next;
}

/** Cancels the last `whenEmpty`. */
export function forgetWhenEmpty(): void {
  pending = undefined;
}
