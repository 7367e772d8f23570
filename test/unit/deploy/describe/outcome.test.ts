import assert from 'node:assert/strict';
import {
  type DeployResult,
  describeDeploy,
  describeEnd,
  describeRelease,
  describeRollback,
  type FunctionStatus,
  type RollbackResult,
  verifyReleased,
  verifyRolledBack,
} from '../../../../src/deploy/index.js';

const commit = '4f0c'.repeat(10);

function result(state: DeployResult['state'], ...statuses: [FunctionStatus, string?][]): DeployResult {
  return {
    environment: 'sandbox',
    ref: 'master',
    commit,
    release: 'release',
    state,
    artifact: { bucket: 'artifacts', key: 'key', digest: '00', sha256: 'AA==', size: 1 },
    functions: statuses.map(([status, reason], index) => ({
      name: `function-${index}`,
      deployedName: `sandbox-sample-function-${index}`,
      status,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

describe('describeRelease', () => {
  it('counts what was updated and what was not', () => {
    assert.equal(
      describeRelease(result('released', ['updated'], ['unchanged'], ['updated'])),
      `master (commit ${commit}) is in service in sandbox: 2 updated, 1 unchanged.`,
    );
  });

  it('leaves out what there is none of', () => {
    assert.equal(
      describeRelease(result('released', ['updated'])),
      `master (commit ${commit}) is in service in sandbox: 1 updated.`,
    );
  });

  it('says that nothing had to change', () => {
    assert.equal(
      describeRelease(result('unchanged', ['unchanged'])),
      `master (commit ${commit}) was in service in sandbox already; nothing was changed.`,
    );
  });
});

describe('verifyReleased', () => {
  it('accepts a release that is in service', () => {
    verifyReleased(result('released', ['updated']));
    verifyReleased(result('unchanged', ['unchanged']));
  });

  it('gives every reason, and says that everything is as before', () => {
    assert.throws(
      () => verifyReleased(result('failed', ['failed', 'no room'], ['not-started'], ['failed', 'no role'])),
      {
        code: 'DEPLOY_FAILED',
        message:
          'master could not be released to sandbox; every function serves what it served before; ' +
          'function-0: no room; function-2: no role',
      },
    );
  });

  it('says that some functions are new, and how to fix that', () => {
    assert.throws(() => verifyReleased(result('mixed', ['updated'], ['failed', 'no role'])), {
      code: 'DEPLOY_FAILED',
      message:
        'master could not be released to sandbox; some functions are new and some old, so deploy it again; ' +
        'function-1: no role',
    });
  });
});

/** A rollback of sandbox to the deploy `1`, when `2` was in service. */
function rolledBack(state: DeployResult['state'], more: Partial<RollbackResult> = {}): RollbackResult {
  const { functions } = result(state, ['failed', 'no role'], ['reverted']);
  const release = { release: 'x 33333333', to: 'x 11111111', before: 'x 22222222' };
  return { environment: 'sandbox', ref: 'v1', commit, ...release, state, functions, ...more };
}

describe('verifyRolledBack', () => {
  it('accepts a rollback that succeeded', () => {
    verifyRolledBack(rolledBack('released'));
    verifyRolledBack(rolledBack('unchanged'));
  });

  for (const [state, now] of [
    ['reverted', 'every function serves what it served before'],
    ['failed', 'every function serves what it served before'],
    ['mixed', 'some functions are new and some old, so run it again'],
  ] as const) {
    it(`says what is in service when the rollback ended ${state}`, () => {
      assert.throws(() => verifyRolledBack(rolledBack(state)), {
        code: 'ROLLBACK_FAILED',
        message: `sandbox could not be rolled back to v1; ${now}; function-0: no role`,
      });
    });
  }
});

describe('describeRollback', () => {
  const back = `sandbox is back at v1 (commit ${commit}), release 11111111.`;

  it('names the command that undoes it', () => {
    assert.equal(
      describeRollback(rolledBack('released')),
      `${back} To undo it: sbw rollback --env sandbox --to 22222222`,
    );
  });

  it('names no command when the same deploy was in service before', () => {
    assert.equal(describeRollback(rolledBack('released', { before: 'x 11111111' })), back);
  });

  it('says how to go further back when nothing was moved', () => {
    assert.equal(
      describeRollback(rolledBack('unchanged')),
      `sandbox was at v1 (commit ${commit}), release 11111111, already; nothing was moved. To go further back, name a release: sbw rollback --env sandbox --to RELEASE`,
    );
  });
});

describe('describeEnd', () => {
  it('gives the state, and each reason on a line', () => {
    assert.equal(
      describeEnd('Deploy of main to live', result('failed', ['failed', 'no room'], ['not-started'])),
      'Deploy of main to live: failed\nfunction-0: no room',
    );
  });
});

describe('describeDeploy', () => {
  const rows = 'function-0  updated\nfunction-1  failed     no role';

  it('ends with the release when every function serves it', () => {
    const released = result('released', ['updated']);
    assert.equal(describeDeploy(released), `function-0  updated\n${describeRelease(released)}`);
  });

  for (const state of ['failed', 'reverted', 'interrupted'] as const) {
    it(`says that everything is as before when the deploy ended ${state}`, () => {
      assert.equal(
        describeDeploy(result(state, ['updated'], ['failed', 'no role'])),
        `${rows}\nEvery function of sandbox serves what it served before.`,
      );
    });
  }

  it('names both commands that repair a mixed state', () => {
    assert.equal(
      describeDeploy(result('mixed', ['updated'], ['failed', 'no role'])),
      `${rows}\n\nSome functions of sandbox are new and some old.\n` +
        `To finish it: sbw deploy --env sandbox --ref ${commit}\nTo take it back: sbw rollback --env sandbox`,
    );
  });
});
