import { join } from 'node:path';
import type { EmulatorContext } from '../../aws/service.js';
import { StateFile } from '../../state-file.js';
import type { QueueMapping } from './mapping.js';
import { Poller, type PollerServices } from './poller.js';

/** All event source mappings, saved on disk. Each has a poller while it is enabled. */
export class Mappings {
  readonly context: EmulatorContext;
  readonly #services: PollerServices;
  readonly #file: StateFile<QueueMapping[]>;
  readonly #mappings: Map<string, QueueMapping>;
  readonly #pollers = new Map<string, Poller>();
  /** Pollers that stop and still finish a batch. */
  readonly #ending = new Set<Promise<void>>();
  #isStarted = false;

  constructor(services: PollerServices) {
    this.context = services.context;
    this.#services = services;
    this.#file = new StateFile(join(services.context.directory, 'event-source-mappings.json'));
    this.#mappings = new Map((this.#file.read() ?? []).map((mapping) => [mapping.uuid, mapping]));
  }

  /** Starts to poll. Call it once the router listens. */
  start(): void {
    this.#isStarted = true;
    for (const mapping of this.#mappings.values()) this.#poll(mapping);
  }

  all(): QueueMapping[] {
    return [...this.#mappings.values()];
  }

  find(uuid: string): QueueMapping | undefined {
    return this.#mappings.get(uuid);
  }

  put(mapping: QueueMapping): void {
    this.#mappings.set(mapping.uuid, mapping);
    this.#file.save(this.all());
    this.#end(mapping.uuid);
    this.#poll(mapping);
  }

  remove(uuid: string): void {
    this.#mappings.delete(uuid);
    this.#file.save(this.all());
    this.#end(uuid);
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    for (const uuid of [...this.#pollers.keys()]) this.#end(uuid);
    await Promise.all(this.#ending);
  }

  #poll(mapping: QueueMapping): void {
    if (!this.#isStarted || !mapping.enabled || this.#pollers.has(mapping.uuid)) return;
    this.#pollers.set(mapping.uuid, new Poller(mapping, this.#services));
  }

  #end(uuid: string): void {
    const poller = this.#pollers.get(uuid);
    if (poller === undefined) return;
    this.#pollers.delete(uuid);
    const ending = poller.stop().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}
