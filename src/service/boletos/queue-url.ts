import { deadLetterOf } from '../../project/names.js';
import type { Settings } from '../settings.js';

/**
 * Makes a check of queue URLs: whether the service may send there. It may send to queues of its own account and region,
 * but not to its own queues. Without this check a caller could send to any queue that the service's role reaches.
 *
 * The account is the one in the service's own queue URL. The hosts are those of SQS in the region, or the endpoint that
 * the AWS SDK uses.
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
    // The URL is sent as it is written, so it is compared so: it has no user, port, query, dots or other notation.
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
