let pending: (() => void) | undefined;

process.on('beforeExit', () => {
  const next = pending;
  pending = undefined;
  next?.();
});

/** Runs `next` once nothing else is left to do; a later call replaces an earlier one. */
export function whenEmpty(next: () => void): void {
  pending = next;
}

export function forgetWhenEmpty(): void {
  pending = undefined;
}
