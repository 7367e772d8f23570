/** An error whose message a person can act on: what is wrong on this machine, and what to do. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  /** Stable, upper snake case: scripts may match on it, while messages may change. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
