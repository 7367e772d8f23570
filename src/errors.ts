/**
 * An error whose message a person can act on: what is wrong, where, and what to do.
 *
 * Everything outside the rooms `boleto` and `credstash` (which import nothing) throws it or a subclass.
 * `code` is stable: scripts may match on it; messages may change.
 *
 * @example
 * throw new SuperbowletoError('UNKNOWN_REF', 'There is no branch, tag or commit "mastre". Run: git branch -a');
 */
export class SuperbowletoError extends Error {
  override readonly name: string = 'SuperbowletoError';
  /** Stable, upper snake case. */
  readonly code: string;
  /** Exit code of the command that ends with this error: 1 for a failure. */
  readonly exitCode: number = 1;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The caller gave something that cannot be right: a flag, an argument, a file. Nothing was changed; exit code 2. */
export class UsageError extends SuperbowletoError {
  override readonly name = 'UsageError';
  override readonly exitCode = 2;
}

/** Another process does the same to the same environment; nothing was changed. Exit code 4. */
export class LockHeldError extends SuperbowletoError {
  override readonly name = 'LockHeldError';
  override readonly exitCode = 4;
  /** The first sentence of the message: what is under way, by whom, since when. */
  readonly held: string;

  /** @param wayOut a sentence */
  constructor(held: string, wayOut: string, options?: ErrorOptions) {
    super('LOCK_HELD', `${held} ${wayOut}`, options);
    this.held = held;
  }
}
