import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.js';
import { Journal } from '../journal.js';
import { StateFile } from '../state-file.js';
import { Deduplication, deduplicationIdOf } from './deduplication.js';
import { chooseDelivery } from './delivery.js';
import { invalidValue, receiptHandleIsInvalid } from './errors.js';
import {
  contentOf,
  isDelayed,
  isInFlight,
  type Message,
  type NewMessage,
  parseReceiptHandle,
  receiptHandle,
} from './message.js';
import { type Attributes, parseRedrivePolicy, type RedrivePolicy } from './queue-attributes.js';
import { SequenceNumbers } from './sequence-numbers.js';
import { WakeUp } from './wake-up.js';

/** What `queue.json` stores of a queue. Times are seconds since 1970. */
export interface QueueFile {
  /** Changes when a queue is deleted and created again under the same name. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly attributes: Attributes;
  readonly tags: Readonly<Record<string, string>>;
  readonly created: number;
  readonly modified: number;
}

/** One queue: its messages, on disk, and the receivers that wait for them. */
export class Queue {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #messages: Journal<Message>;
  readonly #deduplication: Deduplication;
  readonly #sequenceNumbers = new SequenceNumbers();
  readonly #wakeUp = new WakeUp();
  #file: QueueFile;

  private constructor(directory: string, clock: Clock, file: QueueFile) {
    this.#directory = directory;
    this.#clock = clock;
    this.#file = file;
    this.#messages = new Journal(join(directory, 'messages.log'));
    this.#deduplication = new Deduplication(join(directory, 'deduplication.log'));
  }

  /** Creates a queue in `directory`, and deletes what an interrupted deletion left there. */
  static create(directory: string, clock: Clock, file: QueueFile): Queue {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    stateFile(directory).save(file);
    return new Queue(directory, clock, file);
  }

  /** Opens the queue in `directory`. Returns undefined for the rest of a deleted queue. */
  static open(directory: string, clock: Clock): Queue | undefined {
    const file = stateFile(directory).read();
    return file && new Queue(directory, clock, file);
  }

  get file(): QueueFile {
    return this.#file;
  }

  get fifo(): boolean {
    return this.#file.name.endsWith('.fifo');
  }

  get redrivePolicy(): RedrivePolicy | undefined {
    const policy = this.#file.attributes.RedrivePolicy;
    return policy === undefined ? undefined : parseRedrivePolicy(policy);
  }

  /** Changes the queue's file. */
  change(changes: Partial<QueueFile>): void {
    this.#file = { ...this.#file, ...changes };
    stateFile(this.#directory).save(this.#file);
    this.#wakeUp.wake();
  }

  /**
   * Sends a message.
   *
   * @returns its id; in a FIFO queue, that of the first message when this one is a duplicate within five minutes
   */
  send(message: NewMessage): Pick<Message, 'id' | 'sequenceNumber'> {
    return this.fifo ? this.#sendInOrder(message) : this.#add(message, {});
  }

  #sendInOrder(message: NewMessage): Pick<Message, 'id' | 'sequenceNumber'> {
    const now = this.#now();
    const scope = this.#file.attributes.DeduplicationScope;
    const repeated = this.#deduplication.find(message, scope, now);
    if (repeated) return { id: repeated.id, sequenceNumber: repeated.sequenceNumber };
    const sequenceNumber = this.#sequenceNumbers.next(now);
    const sent = this.#add(message, { sequenceNumber, deduplicationId: deduplicationIdOf(message) });
    this.#deduplication.remember(sent, sequenceNumber, scope, now);
    return sent;
  }

  #add(
    { delay = this.#seconds('DelaySeconds'), ...content }: NewMessage,
    order: Pick<Message, 'sequenceNumber' | 'deduplicationId'>,
  ): Message {
    const sentAt = this.#now();
    const visibleAt = sentAt + delay * 1000;
    const message = {
      ...content,
      ...order,
      id: randomUUID(),
      sentAt,
      visibleAt,
      receiveCount: 0,
      receipt: 0,
    };
    this.#messages.put(message.id, message);
    this.#wakeUp.wake();
    return message;
  }

  /** Adds a message of another queue, for which this is the dead-letter queue. It keeps its count and its time. */
  addDeadLetter(message: Message, sourceArn: string): void {
    const added = { ...message, receipt: 0, visibleAt: this.#now(), deadLetterSourceArn: sourceArn };
    this.#messages.put(message.id, added);
    this.#wakeUp.wake();
  }

  /** Moves the visible messages to another queue, as new messages. @returns their number */
  moveTo(target: Queue): number {
    const now = this.#now();
    this.#expire(now);
    const visible = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    for (const message of visible) {
      // In this order, a kill between the two steps leaves the message in both queues and not in none.
      target.send(contentOf(message));
      this.#messages.drop(message.id);
    }
    return visible.length;
  }

  /**
   * Receives up to `max` messages. Without any, it waits up to `waitSeconds` for the first one.
   *
   * @param options.visibilitySeconds undefined: the queue's VisibilityTimeout
   * @param options.deadLetterQueue returns the queue for messages that were received `maxReceiveCount` times
   * @returns [] after the wait, when the signal aborts, and when the queue is deleted
   */
  async receive(options: {
    max: number;
    waitSeconds: number;
    visibilitySeconds: number | undefined;
    deadLetterQueue: () => Queue | undefined;
    signal: AbortSignal;
  }): Promise<Message[]> {
    const deadline = this.#now() + options.waitSeconds * 1000;
    for (;;) {
      const now = this.#now();
      // Messages for a disconnected receiver would stay invisible until their visibility timeout ends.
      if (options.signal.aborted || this.#wakeUp.closed) return [];
      const messages = this.#take(options, now);
      if (messages.length > 0 || now >= deadline) return messages;
      await this.#wakeUp.wait(this.#clock, Math.min(deadline, this.#nextVisible(now)) - now, options.signal);
    }
  }

  /**
   * Deletes the message of a handle. The handle of an earlier receive deletes nothing.
   *
   * @throws AwsError ReceiptHandleIsInvalid, InvalidParameterValue (an expired handle of a FIFO queue)
   */
  delete(handle: string): void {
    const message = this.#messageOf(handle);
    if (!message) return;
    if (this.fifo && !isInFlight(message, this.#now()))
      throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
    this.#messages.drop(message.id);
    this.#wakeUp.wake();
  }

  /**
   * Starts a new visibility timeout for the message of a handle.
   *
   * @throws AwsError ReceiptHandleIsInvalid, InvalidParameterValue (the message was deleted or received again)
   */
  changeVisibility(handle: string, seconds: number): void {
    const message = this.#messageOf(handle);
    if (!message) {
      throw invalidValue(
        'ReceiptHandle',
        handle,
        'Message does not exist or is not available for visibility timeout change.',
      );
    }
    this.#messages.patch(message.id, { visibleAt: this.#now() + seconds * 1000 });
    this.#wakeUp.wake();
  }

  /** Deletes every message. */
  purge(): void {
    for (const { id } of [...this.#messages.values()]) this.#messages.drop(id);
  }

  /** Counts the messages by state. */
  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = this.#now();
    this.#expire(now);
    const messages = [...this.#messages.values()];
    const inFlight = messages.filter((message) => isInFlight(message, now)).length;
    const delayed = messages.filter((message) => isDelayed(message, now)).length;
    return { visible: messages.length - inFlight - delayed, inFlight, delayed };
  }

  /** Ends all waits and closes the files. A second call does nothing. */
  close(): void {
    this.#wakeUp.close();
    this.#messages.close();
    this.#deduplication.close();
  }

  /** Removes queue.json first: after an interruption, the rest is no queue. */
  destroy(): void {
    this.close();
    rmSync(join(this.#directory, 'queue.json'), { force: true });
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #take(
    options: { max: number; visibilitySeconds: number | undefined; deadLetterQueue: () => Queue | undefined },
    now: number,
  ): Message[] {
    this.#expire(now);
    const deadLetterQueue = options.deadLetterQueue();
    const maxReceiveCount = deadLetterQueue && this.redrivePolicy?.maxReceiveCount;
    const rules = { now, max: options.max, fifo: this.fifo, maxReceiveCount };
    const { deliver, deadLetters } = chooseDelivery(this.#messages.values(), rules);
    for (const message of deadLetters) {
      // In this order, a kill between the two steps leaves the message in both queues and not in none.
      deadLetterQueue?.addDeadLetter(message, this.#file.arn);
      this.#messages.drop(message.id);
    }
    const visibleAt = now + (options.visibilitySeconds ?? this.#seconds('VisibilityTimeout')) * 1000;
    return deliver.flatMap((message) => {
      this.#messages.patch(message.id, {
        visibleAt,
        receiveCount: message.receiveCount + 1,
        receipt: message.receipt + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
      });
      return this.#messages.get(message.id) ?? [];
    });
  }

  /** Returns the message of a handle; undefined when the message is deleted or has a newer handle. */
  #messageOf(handle: string): Message | undefined {
    const parsed = parseReceiptHandle(handle);
    if (parsed?.queueId !== this.#file.id) throw receiptHandleIsInvalid(handle);
    const message = this.#messages.get(parsed.id);
    return message?.receipt === parsed.receipt ? message : undefined;
  }

  /** Returns the receipt handle of a message. */
  handleOf(message: Message): string {
    return receiptHandle(this.#file.id, message);
  }

  #expire(now: number): void {
    const oldest = now - this.#seconds('MessageRetentionPeriod') * 1000;
    for (const message of this.#messages.values())
      if (message.sentAt < oldest) this.#messages.drop(message.id);
  }

  #nextVisible(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { visibleAt } of this.#messages.values())
      if (visibleAt > now && visibleAt < next) next = visibleAt;
    return next;
  }

  #seconds(attribute: string): number {
    return Number(this.#file.attributes[attribute]);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

function stateFile(directory: string): StateFile<QueueFile> {
  return new StateFile(join(directory, 'queue.json'));
}
