import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonInput as Input, type JsonOperation, JsonService } from '../aws/json-service.js';
import { AwsError, type EmulatorContext } from '../aws/service.js';
import { LogGroup } from './group.js';
import * as queries from './queries.js';

/** Bytes of messages that a group keeps, at least. */
const GROUP_LIMIT = 4 * 1024 * 1024;
/** Milliseconds until logged events are on disk. */
const FLUSH_INTERVAL = 200;

/** CloudWatch Logs for the output of functions. `append` creates missing groups and streams. */
export class LogsService extends JsonService {
  readonly #context: EmulatorContext;
  readonly #directory: string;
  readonly #limit: number;
  readonly #groups = new Map<string, LogGroup>();
  #flushTimer: NodeJS.Timeout | undefined;

  constructor(context: EmulatorContext, options: { groupLimit?: number } = {}) {
    super('logs', 'CloudWatch Logs', '1.1');
    this.#context = context;
    this.#limit = options.groupLimit ?? GROUP_LIMIT;
    this.#directory = join(context.directory, 'groups');
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    for (const folder of readdirSync(this.#directory)) this.#open(decodeURIComponent(folder));
  }

  append(group: string, stream: string, events: readonly { timestamp: number; message: string }[]): void {
    this.#open(group).append(stream, events, this.#now());
    this.#flushTimer ??= setTimeout(() => this.#flush(), FLUSH_INTERVAL);
  }

  override async stop(): Promise<void> {
    this.#flush();
  }

  protected readonly operations: Readonly<Record<string, JsonOperation>> = {
    CreateLogGroup: (input) => this.#createGroup(text(input, 'logGroupName')),
    CreateLogStream: (input) => this.#createStream(input),
    DeleteLogGroup: (input) => this.#deleteGroup(text(input, 'logGroupName')),
    DescribeLogGroups: (input) => queries.describeGroups([...this.#groups.values()], input, this.#context),
    DescribeLogStreams: (input) => queries.describeStreams(this.#find(input), input, this.#context),
    FilterLogEvents: (input) => queries.filterEvents(this.#find(input), input),
    GetLogEvents: (input) => queries.getEvents(this.#find(input), input),
    PutLogEvents: (input) => this.#putEvents(input),
  };

  #createGroup(name: string): void {
    if (this.#groups.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log group already exists');
    }
    this.#open(name);
  }

  #createStream(input: Input): void {
    const group = this.#find(input);
    const name = text(input, 'logStreamName');
    if (group.streams.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log stream already exists');
    }
    group.createStream(name, this.#now());
    group.flush();
  }

  #deleteGroup(name: string): void {
    this.#find({ logGroupName: name }).remove();
    this.#groups.delete(name);
  }

  #putEvents(input: Input): unknown {
    const group = this.#find(input);
    const stream = text(input, 'logStreamName');
    if (!group.streams.has(stream)) throw queries.noStream();
    const events = input.logEvents as { timestamp: number; message: string }[];
    this.append(group.name, stream, events);
    return { nextSequenceToken: String(group.events.length) };
  }

  #find(input: Input): LogGroup {
    const given = String(input.logGroupIdentifier ?? input.logGroupName ?? '');
    const name = given.startsWith('arn:') ? given.split(':').slice(6).join(':').replace(/:\*$/, '') : given;
    const group = this.#groups.get(name);
    if (group !== undefined) return group;
    throw new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.');
  }

  #open(name: string): LogGroup {
    const existing = this.#groups.get(name);
    if (existing !== undefined) return existing;
    const group = new LogGroup(
      name,
      join(this.#directory, encodeURIComponent(name)),
      this.#now(),
      this.#limit,
    );
    this.#groups.set(name, group);
    return group;
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    for (const group of this.#groups.values()) group.flush();
  }

  #now(): number {
    return this.#context.clock.now().getTime();
  }
}

function text(input: Input, member: string): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsError(
    'InvalidParameterException',
    400,
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
