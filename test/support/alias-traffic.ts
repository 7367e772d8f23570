import { setTimeout as pause } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { DeployStage } from './deploy-stage.js';

/** One call of a function through its alias. */
export interface Answer {
  readonly name: string;
  readonly text: unknown;
  /** Epoch milliseconds. */
  readonly began: number;
  readonly ended: number;
}

const CALLERS = 2;
const PACE_MILLISECONDS = 10;

/** Calls every function through its alias, one after the other, until it is stopped. Retries no call. */
export class AliasTraffic {
  /** One line for each call that failed. */
  readonly errors: string[] = [];
  #answers: Answer[] = [];
  readonly #client: LambdaClient;
  readonly #functions: readonly string[];
  readonly #end = new AbortController();
  readonly #callers: Promise<void>[];

  constructor({ stage }: DeployStage, functions: readonly string[]) {
    this.#client = new LambdaClient({ ...stage.client, maxAttempts: 1 });
    this.#functions = functions;
    this.#callers = Array.from({ length: CALLERS }, (_, offset) => this.#callUntilStopped(offset));
  }

  /** Returns the answers since the last time that it was called. */
  take(): Answer[] {
    const answers = this.#answers;
    this.#answers = [];
    return answers;
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#callers);
    this.#client.destroy();
  }

  async #callUntilStopped(offset: number): Promise<void> {
    for (let index = offset; !this.#end.signal.aborted; index += 1) {
      const name = this.#functions[index % this.#functions.length];
      if (name) await this.#call(name);
      await pause(PACE_MILLISECONDS);
    }
  }

  async #call(name: string): Promise<void> {
    const began = Date.now();
    const command = new InvokeCommand({ FunctionName: `test-sample-${name}`, Qualifier: 'current' });
    try {
      const { Payload, FunctionError } = await this.#client.send(command);
      const text = JSON.parse(Payload?.transformToString() ?? 'null');
      if (FunctionError) this.errors.push(`${name}: ${JSON.stringify(text)}`);
      else this.#answers.push({ name, text, began, ended: Date.now() });
    } catch (error) {
      this.errors.push(`${name}: ${error}`);
    }
  }
}
