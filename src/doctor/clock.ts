import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Check, CheckContext, Finding } from './types.js';

/** Seconds that are tolerated: the date of a response has no fractions, and the response takes time to arrive. */
const TOLERANCE = 30;

/**
 * Compares this machine's clock with AWS's. The lease of a lock depends on it, and AWS refuses requests that are more
 * than five minutes off.
 */
export const clock: Check = {
  name: 'clock',
  async run({ connection, clock, signal }: CheckContext): Promise<Finding[]> {
    const command = new GetCallerIdentityCommand({});
    let answered: string | undefined;
    command.middlewareStack.add(
      (next) => async (request) => {
        const result = await next(request);
        answered = dateOf(result.response);
        return result;
      },
      { step: 'deserialize', name: 'readDate', priority: 'high' },
    );
    const before = clock.now().getTime();
    await connection.sts.send(command, { abortSignal: signal });
    if (answered === undefined || Number.isNaN(Date.parse(answered))) return [];
    const middle = (before + clock.now().getTime()) / 2;
    const seconds = Math.round((middle - Date.parse(answered)) / 1_000);
    if (Math.abs(seconds) <= TOLERANCE) return [];
    return [
      {
        subject: "this machine's clock",
        problem: `is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} AWS's`,
        fix: 'set it by NTP: timedatectl set-ntp true',
      },
    ];
  },
};

function dateOf(response: unknown): string | undefined {
  const { headers } = Object(response) as { headers?: Record<string, string> };
  return headers?.date ?? headers?.Date;
}
