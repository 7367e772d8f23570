import { AwsError } from '../../aws/service.js';
import type { FunctionRecord } from '../model.js';

/** Refuses invocations beyond the reserved concurrency of a function and beyond the account's concurrency. */
export class Admission {
  readonly #accountConcurrency: number;
  readonly #running = new Map<string, number>();

  constructor(accountConcurrency: number) {
    this.#accountConcurrency = accountConcurrency;
  }

  /** Admits an invocation. Returns a function to call once when it ends. Throws AwsError TooManyRequestsException. */
  enter(record: FunctionRecord, all: readonly FunctionRecord[]): () => void {
    const running = this.#running.get(record.name) ?? 0;
    if (record.reservedConcurrency !== undefined) {
      if (running >= record.reservedConcurrency) {
        throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
      }
    } else if (this.#unreservedRunning(all) >= this.#unreserved(all)) {
      throw throttled('ConcurrentInvocationLimitExceeded');
    }
    this.#running.set(record.name, running + 1);
    return () => {
      const left = (this.#running.get(record.name) ?? 1) - 1;
      if (left === 0) this.#running.delete(record.name);
      else this.#running.set(record.name, left);
    };
  }

  #unreserved(all: readonly FunctionRecord[]): number {
    return all.reduce((rest, record) => rest - (record.reservedConcurrency ?? 0), this.#accountConcurrency);
  }

  #unreservedRunning(all: readonly FunctionRecord[]): number {
    return all
      .filter((record) => record.reservedConcurrency === undefined)
      .reduce((sum, record) => sum + (this.#running.get(record.name) ?? 0), 0);
  }
}

function throttled(reason: string): AwsError {
  return new AwsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: reason, Type: 'User' });
}
