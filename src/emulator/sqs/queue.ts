import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.js';
import { Journal } from '../journal.js';
import { Deduplication, deduplicationIdOf } from './deduplication.js';
import { chooseDelivery } from './delivery.js';
import { invalidValue, receiptHandleIsInvalid } from './errors.js';
import { isDelayed, isInFlight, type Message, parseReceiptHandle, receiptHandle } from './message.js';
import type { MessageAttributes } from './message-attributes.js';
import { type Attributes, parseRedrivePolicy, type RedrivePolicy } from './queue-attributes.js';
import { SequenceNumbers } from './sequence-numbers.js';
import { WakeUp } from './wake-up.js';

/** What is on disk of a queue besides its messages. Times are seconds since 1970. */
export interface QueueFile {
  /** Another one when a queue is made anew under the same name. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly attributes: Attributes;
  readonly tags: Readonly<Record<string, string>>;
  readonly created: number;
  readonly modified: number;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Seconds; undefined: the queue's own delay. */
  readonly delay?: number;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** One queue: its messages, who has them in hand, and who waits for them. */
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

  static create(directory: string, clock: Clock, file: QueueFile): Queue {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const queue = new Queue(directory, clock, file);
    queue.change(file);
    return queue;
  }

  static open(directory: string, clock: Clock): Queue {
    const file = JSON.parse(readFileSync(join(directory, 'queue.json'), 'utf8')) as QueueFile;
    return new Queue(directory, clock, file);
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

  change(changes: Partial<QueueFile>): void {
    this.#file = { ...this.#file, ...changes };
    const path = join(this.#directory, 'queue.json');
    writeFileSync(`${path}.tmp`, JSON.stringify(this.#file), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
    this.#wakeUp.wake();
  }

  /** @returns the id of the message; of the first one when this repeats it within five minutes (FIFO) */
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

  /** Takes a message that another queue gave up, its count and the time it was sent carried on. */
  adopt(message: Message, sourceArn: string): void {
    const adopted = { ...message, receipt: 0, visibleAt: this.#now(), deadLetterSourceArn: sourceArn };
    this.#messages.put(message.id, adopted);
    this.#wakeUp.wake();
  }

  /** Gives what nobody has in hand to another queue, where it counts as just sent. @returns how many messages */
  moveTo(target: Queue): number {
    const now = this.#now();
    this.#expire(now);
    const free = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    for (const { id, body, attributes, traceHeader, groupId, deduplicationId } of free) {
      const content = { body, attributes, traceHeader, groupId, deduplicationId };
      // In this order: a kill in between leaves the message in both queues rather than in none.
      target.send(definedOf(content));
      this.#messages.drop(id);
    }
    return free.length;
  }

  /**
   * Waits up to `waitSeconds` for a first message; what is there goes out at once.
   *
   * @param options.deadLetters where this queue's messages go once they were received often enough
   * @returns [] when the wait ends in vain, by an aborted signal or the end of the queue as well
   */
  async receive(options: {
    max: number;
    waitSeconds: number;
    visibilitySeconds: number | undefined;
    deadLetters: () => Queue | undefined;
    signal: AbortSignal;
  }): Promise<Message[]> {
    const deadline = this.#now() + options.waitSeconds * 1000;
    for (;;) {
      const now = this.#now();
      // A receiver that went away must not take messages with it into its visibility timeout.
      if (options.signal.aborted || this.#wakeUp.closed) return [];
      const messages = this.#take(options, now);
      if (messages.length > 0 || now >= deadline) return messages;
      await this.#wakeUp.wait(this.#clock, Math.min(deadline, this.#nextVisible(now)) - now, options.signal);
    }
  }

  /** @throws AwsError ReceiptHandleIsInvalid, InvalidParameterValue (an expired handle of a FIFO queue) */
  delete(handle: string): void {
    const message = this.#inHand(handle);
    if (!message) return;
    if (this.fifo && !isInFlight(message, this.#now()))
      throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
    this.#messages.drop(message.id);
    this.#wakeUp.wake();
  }

  /** @throws AwsError ReceiptHandleIsInvalid, InvalidParameterValue (no such message any more) */
  changeVisibility(handle: string, seconds: number): void {
    const message = this.#inHand(handle);
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

  purge(): void {
    for (const { id } of [...this.#messages.values()]) this.#messages.drop(id);
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = this.#now();
    this.#expire(now);
    const messages = [...this.#messages.values()];
    const inFlight = messages.filter((message) => isInFlight(message, now)).length;
    const delayed = messages.filter((message) => isDelayed(message, now)).length;
    return { visible: messages.length - inFlight - delayed, inFlight, delayed };
  }

  /** Closing twice is harmless. */
  close(): void {
    this.#wakeUp.close();
    this.#messages.close();
    this.#deduplication.close();
  }

  /** queue.json goes first: what is left of a deletion cut short is no queue. */
  destroy(): void {
    this.close();
    rmSync(join(this.#directory, 'queue.json'), { force: true });
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #take(
    options: { max: number; visibilitySeconds: number | undefined; deadLetters: () => Queue | undefined },
    now: number,
  ): Message[] {
    this.#expire(now);
    const deadLetters = options.deadLetters();
    const maxReceiveCount = deadLetters && this.redrivePolicy?.maxReceiveCount;
    const rules = { now, max: options.max, fifo: this.fifo, maxReceiveCount };
    const { take, giveUp } = chooseDelivery(this.#messages.values(), rules);
    for (const message of giveUp) {
      // In this order: a kill in between leaves the message in both queues rather than in none.
      deadLetters?.adopt(message, this.#file.arn);
      this.#messages.drop(message.id);
    }
    const visibleAt = now + (options.visibilitySeconds ?? this.#seconds('VisibilityTimeout')) * 1000;
    return take.flatMap((message) => {
      this.#messages.patch(message.id, {
        visibleAt,
        receiveCount: message.receiveCount + 1,
        receipt: message.receipt + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
      });
      return this.#messages.get(message.id) ?? [];
    });
  }

  /** The message of a handle that is the latest for it. */
  #inHand(handle: string): Message | undefined {
    const parsed = parseReceiptHandle(handle);
    if (parsed?.queueId !== this.#file.id) throw receiptHandleIsInvalid(handle);
    const message = this.#messages.get(parsed.id);
    return message?.receipt === parsed.receipt ? message : undefined;
  }

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

/** Without the members that are undefined. */
function definedOf(content: { [Name in keyof NewMessage]: NewMessage[Name] | undefined }): NewMessage {
  const { body = '', attributes = {}, ...optional } = content;
  const defined = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { body, attributes, ...Object.fromEntries(defined) };
}
