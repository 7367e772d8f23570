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

/** `started` that no lock covers any more was interrupted. */
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
  /** Of that version's code, base64: Lambda's CodeSha256. */
  readonly sha256?: string;
  /** The one before. */
  readonly previous?: string;
  readonly reason?: string;
}

/** A `rollback` brings what an earlier deploy had released into service again. */
export type ReleaseKind = 'deploy' | 'rollback';

/** One artifact brought into service in one environment: by a deploy, or again by a rollback. */
export interface Release {
  /** Sorts in the order of beginning within an environment. */
  readonly id: string;
  readonly environment: string;
  /** Left out: a deploy. */
  readonly kind?: ReleaseKind;
  /** Of a rollback: the id of the deploy that it goes back to. */
  readonly to?: string;
  /** Of a rollback, when it was said. */
  readonly why?: string;
  readonly who: string;
  readonly host: string;
  /** As it was asked for. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly state: ReleaseState;
  readonly artifact?: { readonly bucket: string; readonly key: string };
  /** Names of the migrations that were applied before. */
  readonly migrations?: readonly string[];
  readonly functions: readonly ReleasedFunction[];
}

/**
 * Writes a release that begins. Throws when it cannot: what is not recorded is not begun.
 *
 * @param newest of the environment until now: the new one is listed above it, whatever the clocks of the machines that
 *   they were made on say
 */
export async function recordRelease(
  place: OperationsTable,
  release: Omit<Release, 'id' | 'state' | 'functions'>,
  newest?: Pick<Release, 'id'>,
): Promise<Release> {
  const id = `${timeAfter(newest, release.startedAt)} ${randomUUID().slice(0, 8)}`;
  const begun: Release = { ...release, id, state: 'started', functions: [] };
  const command = new PutItemCommand({ TableName: place.table, Item: encode(begun) });
  await place.dynamodb.send(command).catch((error) => {
    throw translateTableError(error, place);
  });
  return begun;
}

function timeAfter(newest: Pick<Release, 'id'> | undefined, now: string): string {
  const [latest] = newest?.id.split(' ') ?? [];
  if (latest === undefined || latest < now) return now;
  return new Date(Date.parse(latest) + 1).toISOString();
}

/** Writes how far a release has come. */
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

/** How many releases are searched for one that a person names or that serves: the newest ones. */
export const NEWEST_RELEASES = 500;

/** The releases of an environment, newest first; 20 of them when no `limit` is given. */
export async function listReleases(
  place: OperationsTable,
  environment: string,
  { limit = 20 }: { readonly limit?: number } = {},
): Promise<Release[]> {
  const items: Item[] = [];
  let next: Item | undefined;
  // DynamoDB ends a page at a megabyte.
  do {
    const page: QueryCommandOutput = await queryReleases(place, environment, limit - items.length, next);
    items.push(...(page.Items ?? []));
    next = page.LastEvaluatedKey;
  } while (next !== undefined && items.length < limit);
  return items.map(decode);
}

function queryReleases(
  place: OperationsTable,
  environment: string,
  limit: number,
  start: Item | undefined,
): Promise<QueryCommandOutput> {
  const command = new QueryCommand({
    TableName: place.table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `release/${environment}` } },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
    ExclusiveStartKey: start,
  });
  return place.dynamodb.send(command).catch((error) => {
    throw translateTableError(error, place);
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

/** Lists and maps are written as JSON: nothing is ever asked by what is in them. */
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
