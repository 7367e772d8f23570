import { join } from 'node:path';
import type pg from 'pg';
import type { EmulatorContext } from '../aws/service.js';
import { StateFile } from '../state-file.js';
import { createDatabase, setPassword } from './database.js';
import type { Instance, Task } from './instance.js';

/** How long RDS takes, in milliseconds. On AWS, `unnoticed` is about ten seconds and `reset` about thirty. */
export interface Pace {
  /** After ModifyDBInstance, until the status changes from `available`. */
  readonly unnoticed: number;
  /** From then on, until the new password is in force. */
  readonly reset: number;
  /** Until a new instance is available. */
  readonly create: number;
}

export interface Server {
  readonly host: string;
  readonly port: number;
  readonly version: string;
  /** Connects a superuser. */
  connect(): Promise<pg.Client>;
  /** Ends every session, and resolves when the server accepts connections again. */
  restart(): Promise<void>;
}

/** The instances and their unfinished changes. */
export class Instances {
  readonly #context: EmulatorContext;
  readonly #server: Server;
  readonly #pace: Pace;
  readonly #file: StateFile<Instance[]>;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  #all: Instance[];

  constructor(context: EmulatorContext, server: Server, pace: Pace) {
    this.#context = context;
    this.#server = server;
    this.#pace = pace;
    this.#file = new StateFile(join(context.directory, 'instances.json'));
    this.#all = this.#file.read() ?? [];
    // Finish the changes that an earlier run left.
    for (const { identifier } of this.#all) this.#start(identifier);
  }

  get all(): readonly Instance[] {
    return this.#all;
  }

  find(identifier: string): Instance | undefined {
    return this.#all.find((instance) => instance.identifier === identifier.toLowerCase());
  }

  findCluster(identifier: string): Instance | undefined {
    return this.#all.find(({ cluster }) => cluster === identifier.toLowerCase());
  }

  /** Creates an instance; its database is created in the background. */
  create(instance: Omit<Instance, 'status' | 'task'>, verifier: string): Instance {
    const created: Instance = { ...instance, status: 'creating', task: { type: 'create', verifier } };
    this.#save([...this.#all, created]);
    this.#start(instance.identifier);
    return created;
  }

  /** Starts a change of the password. It replaces an earlier change that has not begun. */
  resetPassword(instance: Instance, verifier: string): Instance {
    const task: Task = { type: 'reset-password', verifier };
    const changed = this.#change(instance.identifier, { task });
    this.#start(instance.identifier);
    return changed;
  }

  /** Starts a reboot. */
  reboot(instance: Instance): Instance {
    const asked = this.#change(instance.identifier, { reboot: true });
    this.#start(instance.identifier);
    // Without a task before it, the reboot has already begun and changed the status.
    return this.find(instance.identifier) ?? asked;
  }

  /** Interrupts the changes; they stay on disk. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running.values());
  }

  #start(identifier: string): void {
    if (this.#running.has(identifier)) return;
    const work = this.#work(identifier)
      .catch((error: unknown) => {
        // The emulator stops, or the database fails: the task stays on disk until the next start.
        if (!this.#stopping.signal.aborted)
          this.#context.report(`RDS instance ${identifier}: ${String(error)}`);
      })
      .finally(() => this.#running.delete(identifier));
    this.#running.set(identifier, work);
  }

  async #work(identifier: string): Promise<void> {
    for (;;) {
      const { task, reboot } = this.find(identifier) ?? {};
      if (task) await this.#perform(identifier, task);
      else if (reboot) await this.#restart(identifier);
      else return;
    }
  }

  async #restart(identifier: string): Promise<void> {
    this.#change(identifier, { status: 'rebooting' });
    await this.#server.restart();
    this.#change(identifier, { status: 'available', reboot: undefined });
  }

  async #perform(identifier: string, { type }: Task): Promise<void> {
    const { sleep } = this.#context.clock;
    const { signal } = this.#stopping;
    if (type === 'create') {
      await sleep(this.#pace.create, signal);
    } else {
      await sleep(this.#pace.unnoticed, signal);
      this.#change(identifier, { status: 'resetting-master-credentials' });
      await sleep(this.#pace.reset, signal);
    }
    await this.#apply(identifier);
    this.#change(identifier, { status: 'available', task: undefined });
  }

  async #apply(identifier: string): Promise<void> {
    const instance = this.find(identifier);
    if (!instance?.task) return;
    const { type, verifier } = instance.task;
    const client = await this.#server.connect();
    try {
      if (type === 'create') await createDatabase(client, instance, verifier);
      else await setPassword(client, instance.user, verifier);
    } finally {
      await client.end();
    }
  }

  #change(
    identifier: string,
    change: { status?: Instance['status']; task?: Task | undefined; reboot?: true | undefined },
  ): Instance {
    const instance = this.find(identifier);
    if (!instance) throw new Error(`There is no instance ${identifier}.`);
    const { task, reboot, ...rest } = { ...instance, ...change };
    const changed: Instance = { ...rest, ...(task && { task }), ...(reboot && { reboot }) };
    this.#save(this.#all.map((other) => (other.identifier === identifier ? changed : other)));
    return changed;
  }

  #save(all: Instance[]): void {
    this.#all = all;
    this.#file.save(all);
  }
}
