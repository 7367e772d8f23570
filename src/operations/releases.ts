import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { translateTableError } from './lock-table.js';
import type { OperationsTable } from './table.js';

/** A release that is `started` although nobody holds the lock was interrupted. */
export type ReleaseState =
  | 'started'
  | 'released'
  | 'unchanged'
  | 'failed'
  | 'reverted'
  | 'mixed'
  | 'interrupted';

export interface ReleasedFunction {
  readonly name: string;
  readonly status: string;
  /** Lambda version that the alias points at. */
  readonly version?: string;
  /** SHA-256 of that version's code, base64: Lambda's CodeSha256. */
  readonly sha256?: string;
  /** Lambda version that the alias pointed at before. */
  readonly previous?: string;
  readonly reason?: string;
}

/** A `rollback` brings the versions of an earlier deploy into service again. */
export type ReleaseKind = 'deploy' | 'rollback';

/** One attempt to bring an artifact into service in one environment. */
export interface Release {
  /** `<ISO 8601> <8 hex digits>`. Within an environment, ids sort by when the releases began. */
  readonly id: string;
  readonly environment: string;
  /** Absent: a deploy. */
  readonly kind?: ReleaseKind;
  /** For a rollback: the id of the deploy that it goes back to. */
  readonly to?: string;
  /** For a rollback: the reason, if the caller gave one. */
  readonly why?: string;
  readonly who: string;
  readonly host: string;
  /** As the caller gave it. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly state: ReleaseState;
  readonly artifact?: { readonly bucket: string; readonly key: string };
  /** Names of the migrations that were applied before the aliases moved. */
  readonly migrations?: readonly string[];
  readonly functions: readonly ReleasedFunction[];
}

/**
 * Records that a release begins. A release that cannot be recorded must not begin.
 *
 * @param newest the environment's newest release until now. The new one sorts after it, even when its machine's clock
 *   is behind.
 * @throws {SuperbowletoError} OPERATIONS_TABLE_MISSING
 */
export async function recordRelease(
  store: OperationsTable,
  release: Omit<Release, 'id' | 'state' | 'functions'>,
  newest?: Pick<Release, 'id'>,
): Promise<Release> {
  const id = `${timeAfter(newest, release.startedAt)} ${randomUUID().slice(0, 8)}`;
  const begun: Release = { ...release, id, state: 'started', functions: [] };
  const command = new PutItemCommand({ TableName: store.table, Item: encode(begun) });
  await store.dynamodb.send(command).catch((error) => {
    throw translateTableError(error, store);
  });
  return begun;
}

function timeAfter(newest: Pick<Release, 'id'> | undefined, now: string): string {
  const [latest] = newest?.id.split(' ') ?? [];
  if (latest === undefined || latest < now) return now;
  return new Date(Date.parse(latest) + 1).toISOString();
}

/** Records a change of a release, such as its end. */
export async function updateRelease(
  { dynamodb, table }: OperationsTable,
  release: Pick<Release, 'id' | 'environment'>,
  changes: Partial<Pick<Release, 'state' | 'finishedAt' | 'artifact' | 'migrations' | 'functions'>>,
): Promise<void> {
  const values = encodeParts(changes);
  const names = Object.keys(values);
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: key(release),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, values[name]])) as Item,
    }),
  );
}

/** How many of the newest releases are searched for one that a person names or that serves. */
export const NEWEST_RELEASES = 500;

/**
 * Reads the releases of an environment, newest first.
 *
 * @throws {SuperbowletoError} OPERATIONS_TABLE_MISSING
 */
export async function listReleases(
  store: OperationsTable,
  environment: string,
  { limit = 20 }: { readonly limit?: number } = {},
): Promise<Release[]> {
  const items: Item[] = [];
  let next: Item | undefined;
  // In pages, because DynamoDB ends one at a megabyte.
  do {
    const page: QueryCommandOutput = await queryReleases(store, environment, limit - items.length, next);
    items.push(...(page.Items ?? []));
    next = page.LastEvaluatedKey;
  } while (next !== undefined && items.length < limit);
  return items.map(decode);
}

function queryReleases(
  store: OperationsTable,
  environment: string,
  limit: number,
  start: Item | undefined,
): Promise<QueryCommandOutput> {
  const command = new QueryCommand({
    TableName: store.table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `release/${environment}` } },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
    ExclusiveStartKey: start,
  });
  return store.dynamodb.send(command).catch((error) => {
    throw translateTableError(error, store);
  });
}

type Item = Record<string, AttributeValue>;

function key({ environment, id }: Pick<Release, 'environment' | 'id'>): Item {
  return { pk: { S: `release/${environment}` }, sk: { S: id } };
}

function encode(release: Release): Item {
  const { environment, id, ...parts } = release;
  return { ...key(release), environment: { S: environment }, ...encodeParts(parts) };
}

/** Writes lists and objects as JSON: no query looks into them. */
function encodeParts(parts: Readonly<Record<string, unknown>>): Item {
  return Object.fromEntries(
    Object.entries(parts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, { S: typeof value === 'string' ? value : JSON.stringify(value) }]),
  );
}

function decode(item: Item): Release {
  const text = (name: string) => item[name]?.S;
  const parsed = Object.fromEntries(
    ['artifact', 'migrations'].flatMap((name) => {
      const value = text(name);
      return value === undefined ? [] : [[name, JSON.parse(value)]];
    }),
  );
  const optional = Object.fromEntries(
    ['kind', 'to', 'why', 'finishedAt'].flatMap((name) => {
      const value = text(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    id: text('sk') ?? '',
    environment: text('environment') ?? '',
    who: text('who') ?? '',
    host: text('host') ?? '',
    ref: text('ref') ?? '',
    commit: text('commit') ?? '',
    startedAt: text('startedAt') ?? '',
    state: (text('state') ?? 'started') as ReleaseState,
    ...optional,
    ...parsed,
    functions: JSON.parse(text('functions') ?? '[]'),
  };
}
