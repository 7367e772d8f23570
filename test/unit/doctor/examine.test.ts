import assert from 'node:assert/strict';
import { clock } from '../../../src/doctor/clock.js';
import { examine } from '../../../src/doctor/examine.js';
import type { CheckContext } from '../../../src/doctor/types.js';
import { connectionOf, environment, project } from './fake-aws.js';

describe('the check of the clock, and checks that cannot be made', () => {
  describe('clock', () => {
    const AWS_TIME = Date.parse('2026-11-24T12:00:00Z');

    /** The check reads the date of the response in a middleware, so the client has to run it. */
    async function examine(seconds: number, headers: object = { date: new Date(AWS_TIME).toUTCString() }) {
      const context = {
        connection: {
          sts: {
            send: async (command: { middlewareStack: { add: unknown } }) =>
              void (await runMiddleware(command, headers)),
          },
        },
        clock: { now: () => new Date(AWS_TIME + seconds * 1_000) },
        signal: new AbortController().signal,
      } as unknown as CheckContext;
      return (await clock.run(context)).map(({ problem }) => problem);
    }

    async function runMiddleware(command: unknown, headers: object) {
      const { middlewareStack } = command as {
        middlewareStack: { resolve(handler: unknown, context: object): (args: object) => Promise<unknown> };
      };
      const handler = middlewareStack.resolve(async () => ({ response: { headers }, output: {} }), {});
      await handler({ input: {}, request: {} });
    }

    it('may be 30 seconds off', async () => {
      assert.deepEqual(await examine(30), []);
      assert.deepEqual(await examine(-30), []);
    });

    it('is reported from 31 seconds on, ahead or behind', async () => {
      assert.deepEqual(await examine(31), ["is 31 s ahead of AWS's"]);
      assert.deepEqual(await examine(-31), ["is 31 s behind AWS's"]);
    });

    it('is in order when the response has no date that can be read', async () => {
      assert.deepEqual(await examine(99, {}), []);
      assert.deepEqual(await examine(99, { date: 'now' }), []);
    });
  });

  describe('a check that cannot be made', () => {
    /** AWS knows the account and refuses every other call with this error. */
    async function bucketWhen(error: Error) {
      const client = {
        send: async ({ constructor: { name } }: object) => {
          if (name !== 'GetCallerIdentityCommand') throw error;
          return { Account: '000000000001' };
        },
      };
      const options = { project, environment, connection: connectionOf(client) };
      const { well, checks } = await examine(options as unknown as Parameters<typeof examine>[0]);
      assert.equal(well, false);
      const { state, findings } = checks.find(({ check }) => check === 'bucket') ?? {};
      return { state, findings };
    }

    for (const name of [
      'AccessDenied',
      'AccessDeniedException',
      'AuthorizationError',
      'UnauthorizedOperation',
    ]) {
      it(`asks for other credentials after ${name}`, async () => {
        assert.deepEqual(await bucketWhen(Object.assign(new Error('User ana may not.'), { name })), {
          state: 'unknown',
          findings: [
            {
              subject: 'bucket',
              problem: `could not be looked at: ${name}`,
              fix: 'use keys that have the policy test-…-reader, which the infrastructure makes',
            },
          ],
        });
      });
    }

    it('says why after any other error', async () => {
      assert.deepEqual(await bucketWhen(new Error('It is slow.')), {
        state: 'unknown',
        findings: [
          {
            subject: 'bucket',
            problem: 'could not be looked at: It is slow.',
            fix: 'run it again; with --debug it tells more',
          },
        ],
      });
    });
  });
});
