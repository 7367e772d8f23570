import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../http/answer.js';
import type { Request } from '../http/request.js';
import { describeFailure, log } from '../log.js';
import type { Service } from '../service.js';
import { version } from '../version.js';

/** Milliseconds in which the database must answer. A slower one counts as unavailable. */
const TIMEOUT = 3_000;

/** GET /health. Answers whether the database answers, and nothing else about it. */
export async function getHealth({ database }: Pick<Service, 'database'>, request: Request): Promise<Answer> {
  const headers = { 'cache-control': 'no-store' };
  try {
    const deadline = Math.min(request.deadline, Date.now() + TIMEOUT);
    await before(deadline, database.query('SELECT 1', [], deadline));
    return { status: 200, body: { status: 'ok', version }, headers };
  } catch (error) {
    log('health-failed', { ...request.ids, ...describeFailure(error) });
    return { status: 503, body: { status: 'unavailable', version }, headers };
  }
}

async function before<T>(deadline: number, answer: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const late = delay(Math.max(0, deadline - Date.now()), undefined, { signal: ended.signal }).then(() => {
    throw Object.assign(new Error('the database does not answer'), { code: 'DATABASE_LATE' });
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    ended.abort();
    // The one that came second must not become an unhandled rejection.
    late.catch(() => {});
    answer.catch(() => {});
  }
}
