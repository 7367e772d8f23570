import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type JsonOperation, JsonService } from '../aws/json-service.js';
import { AwsError, type EmulatorContext } from '../aws/service.js';
import type { FunctionInvoker } from '../lambda/index.js';
import { StateFile } from '../state-file.js';
import { type Owner, type Rule, ruleOperations, type ScheduleDefinition } from './rules.js';
import { nextDue, parseRate } from './schedule.js';

export type { ScheduleDefinition } from './rules.js';

/** Milliseconds. Not longer than the shortest rate: a new schedule is never due before the current wait ends. */
const LONGEST_WAIT = 60_000;

interface Schedule extends Rule {
  /** Epoch milliseconds. */
  due: number;
}

/** EventBridge's scheduled rules. `define` creates them; the API can only describe, enable and disable them. */
export class EventsService extends JsonService {
  protected readonly operations: Readonly<Record<string, JsonOperation>>;
  readonly #context: EmulatorContext;
  readonly #functions: FunctionInvoker;
  readonly #file: StateFile<Schedule[]>;
  readonly #stopping = new AbortController();
  #schedules: Schedule[];
  #running: Promise<void> | undefined;

  constructor(context: EmulatorContext, dependencies: { functions: FunctionInvoker }) {
    super('events', 'EventBridge', '1.1');
    this.#context = context;
    this.#functions = dependencies.functions;
    this.#file = new StateFile(join(context.directory, 'schedules.json'));
    this.#schedules = this.#file.read() ?? [];
    this.operations = ruleOperations({
      owner: context,
      rules: () => this.#schedules,
      setDisabled: (name, disabled) => this.#setDisabled(name, disabled),
    });
  }

  /**
   * Replaces all schedules and enables each of them. A schedule that did not change keeps its next due time. A new one
   * is due one interval from now, as on AWS.
   *
   * @throws EmulatorError UNSUPPORTED_SCHEDULE
   */
  define(definitions: readonly ScheduleDefinition[]): void {
    const now = this.#now();
    this.#schedules = definitions.map((definition) => {
      const interval = parseRate(definition.expression);
      const known = this.#schedules.find(
        ({ name, expression }) => name === definition.name && expression === definition.expression,
      );
      return { ...definition, due: known?.due ?? now + interval };
    });
    this.#file.save(this.#schedules);
  }

  /** Starts to fire the schedules. Call it once the router listens. */
  start(): void {
    const now = this.#now();
    for (const schedule of this.#schedules) {
      schedule.due = nextDue(schedule.due, parseRate(schedule.expression), now);
    }
    this.#running ??= this.#run();
  }

  override async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  #setDisabled(name: string, disabled: boolean): void {
    this.#schedules = this.#schedules.map((one) => (one.name === name ? { ...one, disabled } : one));
    this.#file.save(this.#schedules);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#fireDue();
      await this.#waitForNext().catch(() => undefined);
    }
  }

  async #waitForNext(): Promise<void> {
    const next = Math.min(...this.#schedules.map(({ due }) => due), this.#now() + LONGEST_WAIT);
    await this.#context.clock.sleep(Math.max(0, next - this.#now()), this.#stopping.signal);
  }

  async #fireDue(): Promise<void> {
    const now = this.#now();
    const due = this.#schedules.filter((schedule) => schedule.due <= now);
    // Nothing is saved here: `start` skips every due time that has passed, so a kill cannot make a schedule fire twice.
    const events = due.map((schedule) => ({ schedule, time: schedule.due }));
    for (const schedule of due) schedule.due = nextDue(schedule.due, parseRate(schedule.expression), now);
    const enabled = events.filter(({ schedule }) => !schedule.disabled);
    await Promise.all(enabled.map(({ schedule, time }) => this.#fire(schedule, time)));
  }

  async #fire(schedule: Schedule, time: number): Promise<void> {
    const event = scheduledEvent(schedule.name, new Date(time), this.#context);
    try {
      await this.#functions.enqueue(schedule.functionName, {
        requestId: randomUUID(),
        payload: Buffer.from(JSON.stringify(event)),
      });
    } catch (error) {
      const text = error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
      this.#context.report(`The schedule ${schedule.name} could not call ${schedule.functionName}: ${text}`);
    }
  }

  #now(): number {
    return this.#context.clock.now().getTime();
  }
}

/** Returns the event that EventBridge sends for a scheduled rule. */
export function scheduledEvent(rule: string, time: Date, owner: Owner): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: owner.account,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: owner.region,
    resources: [`arn:aws:events:${owner.region}:${owner.account}:rule/${rule}`],
    detail: {},
  };
}
