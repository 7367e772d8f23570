import type { JsonInput as Input } from '../aws/json-service.js';
import { AwsError, type EmulatorContext, notSupported } from '../aws/service.js';
import { parseFilter } from './filter.js';
import type { LogEvent, LogGroup, LogStream } from './group.js';

/** The account and the region in a log group's ARN. */
type Owner = Pick<EmulatorContext, 'account' | 'region'>;

export function noStream(): AwsError {
  return new AwsError('ResourceNotFoundException', 400, 'The specified log stream does not exist.');
}

export function describeGroups(groups: readonly LogGroup[], input: Input, owner: Owner): unknown {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
  const found = groups
    .filter(({ name }) => typeof prefix !== 'string' || name.startsWith(prefix))
    .filter(({ name }) => typeof pattern !== 'string' || name.includes(pattern))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((group) => ({
      logGroupName: group.name,
      arn: `${groupArn(group, owner)}:*`,
      logGroupArn: groupArn(group, owner),
      logGroupClass: 'STANDARD',
      creationTime: group.creationTime,
      metricFilterCount: 0,
      storedBytes: group.storedBytes,
    }));
  const { items, nextToken } = pageOf(found, input, 50);
  return { logGroups: items, nextToken };
}

export function describeStreams(group: LogGroup, input: Input, owner: Owner): unknown {
  const { logStreamNamePrefix: prefix } = input;
  const byLastEvent = input.orderBy === 'LastEventTime';
  const found = [...group.streams.values()]
    .filter(({ name }) => typeof prefix !== 'string' || name.startsWith(prefix))
    .sort((one, other) =>
      byLastEvent ? (one.lastEvent ?? 0) - (other.lastEvent ?? 0) : one.name < other.name ? -1 : 1,
    );
  if (input.descending === true) found.reverse();
  const { items, nextToken } = pageOf(found, input, 50);
  return { logStreams: items.map((stream) => describeStream(group, stream, owner)), nextToken };
}

function describeStream(group: LogGroup, stream: LogStream, owner: Owner): unknown {
  return {
    logStreamName: stream.name,
    arn: `${groupArn(group, owner)}:log-stream:${stream.name}`,
    creationTime: stream.creationTime,
    firstEventTimestamp: stream.firstEvent,
    lastEventTimestamp: stream.lastEvent,
    lastIngestionTime: stream.lastEvent,
    storedBytes: 0,
  };
}

/** Returns events of all streams of a group, oldest first. `aws logs tail` reads these. */
export function filterEvents(group: LogGroup, input: Input): unknown {
  const matches = filterOf(input.filterPattern);
  const names = Array.isArray(input.logStreamNames) ? new Set(input.logStreamNames) : undefined;
  const prefix = typeof input.logStreamNamePrefix === 'string' ? input.logStreamNamePrefix : '';
  const found = within(group.events, input, { endIncluded: true })
    .filter(({ stream }) => (names === undefined || names.has(stream)) && stream.startsWith(prefix))
    .filter(({ message }) => matches(message))
    .sort(byTime);
  const { items, nextToken } = eventPage(found, input);
  return {
    events: items.map(({ id, timestamp, ingestionTime, stream, message }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime,
      eventId: id,
    })),
    searchedLogStreams: [],
    nextToken,
  };
}

/** The sort is stable, so that events of one time stay in the order of their arrival. */
function byTime(one: LogEvent, other: LogEvent): number {
  return one.timestamp - other.timestamp;
}

/** Bytes of the events on one page of FilterLogEvents. */
const LARGEST_PAGE = 1024 * 1024;
/** Bytes that CloudWatch counts for each event besides its message. */
const EVENT_BYTES = 26;

/** Returns one page. The token names the last event of the page before, so that new events do not shift the pages. */
function eventPage(found: readonly LogEvent[], input: Input): { items: LogEvent[]; nextToken?: string } {
  const rest = input.nextToken === undefined ? found : found.filter(isAfter(String(input.nextToken)));
  const limit = limitOf(input, 10_000);
  const items: LogEvent[] = [];
  let bytes = 0;
  for (const event of rest.slice(0, limit)) {
    bytes += Buffer.byteLength(event.message) + EVENT_BYTES;
    if (bytes > LARGEST_PAGE && items.length > 0) break;
    items.push(event);
  }
  const last = items.at(-1);
  return items.length < rest.length && last
    ? { items, nextToken: `${last.timestamp}/${last.id}` }
    : { items };
}

function isAfter(token: string): (event: LogEvent) => boolean {
  const [, timestamp, id] = /^(\d+)\/(\d{56})$/.exec(token) ?? [];
  if (timestamp === undefined || id === undefined) {
    throw new AwsError('InvalidParameterException', 400, 'The specified nextToken is invalid.');
  }
  const last = Number(timestamp);
  return (event) => event.timestamp > last || (event.timestamp === last && event.id > id);
}

function limitOf({ limit }: Input, largest: number): number {
  if (limit === undefined) return largest;
  if (typeof limit === 'number' && limit >= 1 && limit <= largest) return limit;
  throw new AwsError(
    'InvalidParameterException',
    400,
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and ${largest}`,
  );
}

/** Returns events of one stream, in pages forward or backward. */
export function getEvents(group: LogGroup, input: Input): unknown {
  const stream = String(input.logStreamName ?? '');
  if (!group.streams.has(stream)) throw noStream();
  const found = within(group.events, input, { endIncluded: false })
    .filter((event) => event.stream === stream)
    .sort(byTime);
  const limit = typeof input.limit === 'number' ? input.limit : 10_000;
  const { start, end } = windowOf(found.length, limit, input);
  return {
    events: found
      .slice(start, end)
      .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${String(end).padStart(56, '0')}`,
    nextBackwardToken: `b/${String(start).padStart(56, '0')}`,
  };
}

/** Returns which events a page shows. The token is a position: `f/` reads what follows it, `b/` what precedes it. */
function windowOf(length: number, limit: number, input: Input): { start: number; end: number } {
  const token = typeof input.nextToken === 'string' ? /^([fb])\/(\d+)$/.exec(input.nextToken) : undefined;
  if (token === null) {
    throw new AwsError('InvalidParameterException', 400, 'The specified nextToken is invalid.');
  }
  if (token?.[1] === 'f') {
    const start = Math.min(Number(token[2]), length);
    return { start, end: Math.min(start + limit, length) };
  }
  if (token?.[1] === 'b') {
    const end = Math.min(Number(token[2]), length);
    return { start: Math.max(0, end - limit), end };
  }
  return input.startFromHead === true
    ? { start: 0, end: Math.min(limit, length) }
    : { start: Math.max(0, length - limit), end: length };
}

function within(
  events: readonly LogEvent[],
  input: Input,
  { endIncluded }: { endIncluded: boolean },
): LogEvent[] {
  const start = typeof input.startTime === 'number' ? input.startTime : 0;
  const end = typeof input.endTime === 'number' ? input.endTime : Number.POSITIVE_INFINITY;
  return events.filter(
    ({ timestamp }) => timestamp >= start && (endIncluded ? timestamp <= end : timestamp < end),
  );
}

function filterOf(pattern: unknown): (message: string) => boolean {
  if (typeof pattern !== 'string' || pattern === '') return () => true;
  const filter = readFilter(pattern);
  if (filter === undefined) {
    throw notSupported('CloudWatch Logs', `FilterLogEvents with the pattern ${pattern}`);
  }
  return filter;
}

function readFilter(pattern: string) {
  try {
    return parseFilter(pattern);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AwsError('InvalidParameterException', 400, `Invalid filter pattern: ${error.message}`);
  }
}

function pageOf<Item>(all: Item[], input: Input, size: number): { items: Item[]; nextToken?: string } {
  const start = typeof input.nextToken === 'string' ? Number(input.nextToken) || 0 : 0;
  const end = start + (typeof input.limit === 'number' ? Math.min(input.limit, size) : size);
  return { items: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) };
}

function groupArn(group: LogGroup, owner: Owner): string {
  return `arn:aws:logs:${owner.region}:${owner.account}:log-group:${group.name}`;
}
