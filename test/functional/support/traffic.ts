import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from './api.js';

/** Clients that create and read boletos until `stop`. */
export class Traffic {
  readonly failures: string[] = [];
  requests = 0;
  #running = true;
  readonly #clients: Promise<void>[];
  readonly #pause: number;

  /** @param pause mean milliseconds between two boletos of a client, so that other programs get some of the CPU */
  constructor(api: Api, queueUrl: string, clients: number, pause: number) {
    this.#pause = pause;
    this.#clients = Array.from({ length: clients }, () => this.#client(api, queueUrl));
  }

  /** Stops each client after its current request. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#clients);
  }

  async #client(api: Api, queueUrl: string): Promise<void> {
    while (this.#running) {
      try {
        const created = await api.create({ queue_url: queueUrl });
        this.#count(created.status, 201, created.body);
        const shown = await api.call('GET', `/boletos/${created.body.id}`);
        this.#count(shown.status, 200, shown.body);
        await delay(2 * Math.random() * this.#pause);
      } catch (error) {
        this.failures.push(String(error));
      }
    }
  }

  #count(status: number, expected: number, body: unknown): void {
    this.requests += 1;
    if (status !== expected) this.failures.push(`${status} ${JSON.stringify(body)}`);
  }
}
