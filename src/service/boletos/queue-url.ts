import { deadLetterOf } from '../../project/names.js';
import type { Settings } from '../settings.js';

/** The part of a tenant that says which queues it may name. */
export interface QueueOwner {
  readonly allowed_queues: readonly string[] | null;
  readonly is_only: boolean;
}

/**
 * Whether the service may send to a queue for a tenant. Without a tenant: whether an operator may allow it to one, also
 * if it is of another account.
 */
export type QueueUrlCheck = (text: string, owner?: QueueOwner) => boolean;

/**
 * Makes a check of queue URLs. The service sends to the queues that an operator allowed the tenant; the only tenant of an
 * installation may name any queue of the service's account and region. It never sends to the service's own queues.
 * Without this check a caller could send to any queue that the service's role reaches.
 *
 * One queue has several URLs, so that queues are compared by account and name. The account is the one in the service's own
 * queue URL. The hosts are those of SQS in the region, or the endpoint that the AWS SDK uses.
 */
export function createQueueUrlCheck(
  settings: Pick<Settings, 'boletosToRegisterQueueUrl' | 'region' | 'sqsEndpoint'>,
): QueueUrlCheck {
  const { boletosToRegisterQueueUrl, region, sqsEndpoint } = settings;
  const origins = new Set(sqsEndpoint ? [new URL(sqsEndpoint).origin] : sqsOrigins(region));
  const own = [boletosToRegisterQueueUrl, deadLetterOf(boletosToRegisterQueueUrl)].map(
    (url) => readUrl(url)?.queue,
  );
  const account = own[0]?.split('/')[0];
  return (text, owner) => {
    const url = readUrl(text);
    if (!url || !origins.has(url.origin) || own.includes(url.queue)) return false;
    if (owner === undefined) return true;
    return queuesOf(owner)?.has(url.queue) ?? (owner.is_only && url.queue.startsWith(`${account}/`));
  };
}

/** The queues of each tenant that is cached. Reading their URLs takes longer than the rest of the check. */
const allowed = new WeakMap<QueueOwner, ReadonlySet<string | undefined>>();

function queuesOf(owner: QueueOwner): ReadonlySet<string | undefined> | undefined {
  if (!owner.allowed_queues) return undefined;
  const queues = allowed.get(owner) ?? new Set(owner.allowed_queues.map((url) => readUrl(url)?.queue));
  allowed.set(owner, queues);
  return queues;
}

/**
 * Returns the origin of a queue's URL, and the queue's account and name.
 *
 * @returns undefined for a URL that is written in any other way: with a user, a port, a query, dots, escapes
 * @example readUrl('https://sqs.us-east-1.amazonaws.com/123456789012/owner')?.queue // '123456789012/owner'
 */
function readUrl(text: string): { readonly origin: string; readonly queue: string } | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  const [, account, name = '', ...rest] = pathname.split('/');
  // The URL is sent as it is written, so it is compared so.
  const isPlain = text === `${origin}/${account}/${name}` && rest.length === 0;
  return isPlain && isQueueName(name) ? { origin, queue: `${account}/${name}` } : undefined;
}

function isQueueName(name: string): boolean {
  return /^[A-Za-z0-9_-]{1,80}$/.test(name) || (/^[A-Za-z0-9_-]+\.fifo$/.test(name) && name.length <= 80);
}

function sqsOrigins(region: string): string[] {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const hosts = [`sqs.${region}.${suffix}`, `${region}.queue.${suffix}`, `sqs.${region}.api.aws`];
  if (region === 'us-east-1') hosts.push('queue.amazonaws.com');
  return hosts.map((host) => `https://${host}`);
}
