import { CURRENT_ALIAS, type Environment } from '../../project/index.js';

/** The consoles of regions with these prefixes; the others share one domain. */
const CONSOLES: readonly (readonly [prefix: string, domain: string])[] = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
];

/**
 * Returns the URL of a function's alias `current` in AWS's console.
 *
 * @example consoleUrl({ region: 'us-east-1' }, 'live-superbowleto-create-boleto')
 */
export function consoleUrl({ region }: Pick<Environment, 'region'>, functionName: string): string {
  const domain = CONSOLES.find(([prefix]) => region.startsWith(prefix))?.[1];
  const host = domain ?? `${region}.console.aws.amazon.com`;
  return `https://${host}/lambda/home?region=${region}#/functions/${functionName}/aliases/${CURRENT_ALIAS}`;
}
