import { deadLetterOf } from '../../project/names.js';
import type { Settings } from '../settings.js';

/**
 * Tells whether the service may send to a queue URL: a queue of the service's own account and region, and none of the
 * service itself. Without this any
 * caller could have the service's role send to any queue that the role reaches.
 *
 * The account is the one in the service's own queue URL. The hosts are those that SQS has in the region, or the
 * endpoint that the AWS SDK is pointed at.
 */
export function createQueueUrlCheck(
  settings: Pick<Settings, 'boletosToRegisterQueueUrl' | 'region' | 'sqsEndpoint'>,
): (text: string) => boolean {
  const { boletosToRegisterQueueUrl: own, region, sqsEndpoint } = settings;
  const origins = new Set(sqsEndpoint ? [new URL(sqsEndpoint).origin] : sqsOrigins(region));
  const account = new URL(own).pathname.split('/')[1];
  return (text) => {
    if (!URL.canParse(text) || text === own || text === deadLetterOf(own)) return false;
    const url = new URL(text);
    const [, owner, name, ...rest] = url.pathname.split('/');
    // Compared as written, since it is sent as written: no user, port, query, dots or other notation hides in it.
    const isPlain = text === `${url.origin}/${owner}/${name}` && rest.length === 0;
    return isPlain && origins.has(url.origin) && owner === account && isQueueName(name ?? '');
  };
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
