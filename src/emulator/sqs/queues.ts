import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatorContext } from '../aws/service.js';
import { invalidParameter, invalidValue, queueDoesNotExist, queueNameExists } from './errors.js';
import { Queue } from './queue.js';
import {
  type Attributes,
  allowsRedriveFrom,
  checkedAttributes,
  DEFAULTS,
  FIFO_DEFAULTS,
  parseRedrivePolicy,
  queueNameOfArn,
  withoutEmpty,
} from './queue-attributes.js';

const STANDARD_NAME = /^[\w-]{1,80}$/;
const FIFO_NAME = /^(?=.{1,80}$)[\w-]+\.fifo$/;

/** All queues. */
export class Queues {
  readonly #context: EmulatorContext;
  readonly #directory: string;
  readonly #queues = new Map<string, Queue>();

  constructor(context: EmulatorContext) {
    this.#context = context;
    this.#directory = join(context.directory, 'queues');
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.#directory)) {
      const directory = join(this.#directory, name);
      const queue = Queue.open(directory, context.clock);
      if (queue) this.#queues.set(name, queue);
      else rmSync(directory, { recursive: true, force: true });
    }
  }

  /** Returns the queues, sorted by name. */
  list(): Queue[] {
    return [...this.#queues.values()].sort((left, right) => (left.file.name < right.file.name ? -1 : 1));
  }

  /** Finds a queue by its name. @throws AwsError QueueDoesNotExist */
  get(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  /** Finds a queue by its ARN. @throws AwsError QueueDoesNotExist, also for another account or region */
  byArn(arn: string): Queue {
    const queue = this.#queues.get(queueNameOfArn(arn) ?? '');
    if (queue?.file.arn !== arn) throw queueDoesNotExist();
    return queue;
  }

  /** Finds a queue by its URL, whatever the host. @throws AwsError QueueDoesNotExist */
  byUrl(url: string): Queue {
    const path = /^(?:https?:\/\/[^/]+)?\/(\d{12})\/([^/?#]+)$/.exec(url);
    if (path?.[1] !== this.#context.account) throw queueDoesNotExist();
    return this.get(path[2] ?? '');
  }

  /** Returns `<endpoint>/<account>/<name>`. */
  urlOf(queue: Queue): string {
    return `${this.#context.endpoint()}/${this.#context.account}/${queue.file.name}`;
  }

  /**
   * Creates a queue, or returns the existing one when none of its attributes differs.
   *
   * @throws AwsError QueueNameExists, InvalidParameterValue, InvalidAttributeName, InvalidAttributeValue
   */
  create(name: string, attributes: Attributes, tags: Readonly<Record<string, string>>): Queue {
    const fifo = attributes.FifoQueue === 'true';
    checkName(name, fifo);
    const checked = checkedAttributes(attributes, fifo);
    const existing = this.#queues.get(name);
    if (existing) {
      for (const [attribute, value] of Object.entries(checked))
        if (value !== (existing.file.attributes[attribute] ?? '')) throw queueNameExists(attribute);
      return existing;
    }
    const arn = `arn:aws:sqs:${this.#context.region}:${this.#context.account}:${name}`;
    this.#checkRedrive(arn, fifo, checked);
    const now = this.#seconds();
    const queue = Queue.create(join(this.#directory, name), this.#context.clock, {
      id: randomUUID(),
      name,
      arn,
      attributes: withoutEmpty({ ...DEFAULTS, ...(fifo ? FIFO_DEFAULTS : {}), ...checked }),
      tags,
      created: now,
      modified: now,
    });
    this.#queues.set(name, queue);
    return queue;
  }

  /** Changes attributes. @throws AwsError InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue */
  setAttributes(queue: Queue, attributes: Attributes): void {
    const checked = checkedAttributes(attributes, queue.fifo);
    this.#checkRedrive(queue.file.arn, queue.fifo, checked);
    const changed = withoutEmpty({ ...queue.file.attributes, ...checked });
    queue.change({ attributes: changed, modified: this.#seconds() });
  }

  delete(queue: Queue): void {
    this.#queues.delete(queue.file.name);
    queue.destroy();
  }

  /** Returns the dead-letter queue of a queue; undefined when it has none, or when that queue was deleted. */
  deadLetterQueueOf(queue: Queue): Queue | undefined {
    const target =
      queue.redrivePolicy && this.#queues.get(queueNameOfArn(queue.redrivePolicy.deadLetterTargetArn) ?? '');
    return target?.file.arn === queue.redrivePolicy?.deadLetterTargetArn ? target : undefined;
  }

  close(): void {
    for (const queue of this.#queues.values()) queue.close();
  }

  #checkRedrive(sourceArn: string, fifo: boolean, attributes: Attributes): void {
    const value = attributes.RedrivePolicy;
    if (!value) return;
    const target = this.#queues.get(queueNameOfArn(parseRedrivePolicy(value).deadLetterTargetArn) ?? '');
    if (target?.file.arn !== parseRedrivePolicy(value).deadLetterTargetArn) {
      throw invalidValue('RedrivePolicy', value, 'Dead letter target does not exist.');
    }
    if (target.file.arn === sourceArn) {
      throw invalidValue('RedrivePolicy', value, 'Dead letter target is the queue itself.');
    }
    if (target.fifo !== fifo) {
      throw invalidValue(
        'RedrivePolicy',
        value,
        'Dead-letter queue must be same type of queue as the source.',
      );
    }
    if (!allowsRedriveFrom(target.file.attributes.RedriveAllowPolicy, sourceArn)) {
      throw invalidValue(
        'RedrivePolicy',
        value,
        `Queue ${sourceArn} is not allowed to use ${target.file.arn} as its dead-letter queue by that queue's RedriveAllowPolicy.`,
      );
    }
  }

  #seconds(): number {
    return Math.floor(this.#context.clock.now().getTime() / 1000);
  }
}

function checkName(name: string, fifo: boolean): void {
  if (fifo && !FIFO_NAME.test(name)) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!fifo && !STANDARD_NAME.test(name)) {
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
}
