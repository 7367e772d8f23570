import assert from 'node:assert/strict';
import type { EnvironmentContext } from '../../../src/deploy/context.js';
import { type PruneOptions, prune, pruneAfterDeploy } from '../../../src/deploy/prune.js';
import { SuperbowletoError } from '../../../src/errors.js';

/** Returns a context whose project keeps `keep` releases, with an operations table without releases. */
function contextOf(keep: number | undefined) {
  const reported: string[] = [];
  const sent: string[] = [];
  const dynamodb = {
    send: async ({ constructor: { name } }: { constructor: { name: string } }) => {
      sent.push(name);
      return { Items: [] };
    },
  };
  const context = {
    project: { service: 'sample', deploy: { type: 'lambda', package: [], keep } },
    environment: { name: 'test', operationsTable: 'operations' },
    clients: { dynamodb },
    report: (line: string) => reported.push(line),
    signal: new AbortController().signal,
  } as unknown as EnvironmentContext;
  return { context, reported, sent };
}

describe('pruneAfterDeploy', () => {
  const held = () => {
    const lock = {
      tookOver: false,
      checks: 0,
      verifyHeld: async () => {
        lock.checks += 1;
      },
    };
    return lock;
  };
  const lost = {
    tookOver: false,
    verifyHeld: async () => {
      throw new SuperbowletoError('LOCK_LOST', 'the lock was lost');
    },
  };

  it('reads the release log under the lock, and is silent when there is nothing to delete', async () => {
    const { context, reported, sent } = contextOf(3);
    const lock = held();
    await pruneAfterDeploy(context, lock, { state: 'released' });
    assert.deepEqual([lock.checks, sent.length, reported], [1, 1, []]);
  });

  it('deletes nothing when the lock is lost, and says how to prune later', async () => {
    const { context, reported, sent } = contextOf(3);
    await pruneAfterDeploy(context, lost, { state: 'released' });
    assert.deepEqual(sent, []);
    assert.deepEqual(reported, [
      'Warning: the release is in service, but old ones could not be pruned (the lock was lost). Try: sbw prune --env test --keep 3',
    ]);
  });

  it('does nothing when the project file does not say how many releases to keep', async () => {
    const { context, reported, sent } = contextOf(undefined);
    const lock = held();
    await pruneAfterDeploy(context, lock, { state: 'released' });
    assert.deepEqual([lock.checks, sent, reported], [0, [], []]);
  });

  for (const state of ['unchanged', 'reverted', 'failed', 'mixed'] as const) {
    it(`does nothing after a deploy that ended as ${state}`, async () => {
      const { context, reported, sent } = contextOf(3);
      const lock = held();
      await pruneAfterDeploy(context, lock, { state });
      assert.deepEqual([lock.checks, sent, reported], [0, [], []]);
    });
  }
});

describe('prune', () => {
  /** A dry run in an environment with these versions of one function on record, oldest first. */
  function dryRun(keep: number, ...versions: string[]) {
    const { context } = contextOf(undefined);
    const Items = versions.map((version) => ({
      sk: { S: version },
      state: { S: 'released' },
      functions: { S: JSON.stringify([{ name: 'one', status: 'updated', version }]) },
    }));
    const clients = {
      dynamodb: { send: async () => ({ Items: Items.reverse() }) },
      sts: { send: async () => ({ Account: '000000000000' }) },
    };
    const environment = { ...context.environment, account: '000000000000' };
    return prune({ ...context, environment, clients, keep, dryRun: true } as unknown as PruneOptions);
  }

  it('keeps everything when there are too few releases', async () => {
    assert.deepEqual(await dryRun(2, '1'), {
      environment: 'test',
      keep: 2,
      dryRun: true,
      releases: 1,
      versions: [],
      artifacts: [],
      notes: ['test has one complete release on record, which stays.'],
    });
    assert.deepEqual((await dryRun(3, '1', '2')).notes, [
      'test has 2 complete releases on record that differ, so that all of them stay.',
    ]);
  });

  for (const keep of [1, 0, -2, 2.5, Number.NaN]) {
    it(`refuses to keep ${keep} releases, before anything is read`, async () => {
      const { context, sent } = contextOf(undefined);
      await assert.rejects(prune({ ...context, keep }), {
        code: 'KEEP_TOO_FEW',
        exitCode: 2,
        message: `Keep 2 releases at least, not ${keep}: the one in service, and the one that a rollback goes to.`,
      });
      assert.deepEqual(sent, []);
    });
  }
});
