import { deadLetterOf } from '../../project/names.js';
import type { Settings } from '../settings.js';

/** The part of a tenant that says which queues it may name. */
export interface QueueOwner {
  readonly allowed_queues: readonly string[] | null;
  readonly is_only: boolean;
}

/** Whether the service may send to a queue. With an owner: for that tenant. */
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
  const own = [boletosToRegisterQueueUrl, deadLetterOf(boletosToRegisterQueueUrl)].map((url) => queueOf(url));
  const account = own[0]?.split('/')[0];
  return (text, owner) => {
    const queue = origins.has(originOf(text)) ? queueOf(text) : undefined;
    if (queue === undefined || own.includes(queue)) return false;
    if (owner?.allowed_queues) return owner.allowed_queues.some((allowed) => queueOf(allowed) === queue);
    return (owner === undefined || owner.is_only) && queue.startsWith(`${account}/`);
  };
}

function originOf(text: string): string {
  return URL.canParse(text) ? new URL(text).origin : '';
}

/**
 * Returns a queue's account and name.
 *
 * @returns undefined for a URL that is written in any other way: with a user, a port, a query, dots, escapes
 * @example queueOf('https://sqs.us-east-1.amazonaws.com/123456789012/owner') // '123456789012/owner'
 */
function queueOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const [, account, name = '', ...rest] = url.pathname.split('/');
  // The URL is sent as it is written, so it is compared so.
  const isPlain = text === `${url.origin}/${account}/${name}` && rest.length === 0;
  return isPlain && isQueueName(name) ? `${account}/${name}` : undefined;
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
