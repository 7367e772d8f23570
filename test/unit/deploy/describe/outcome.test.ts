import assert from 'node:assert/strict';
import {
  type DeployResult,
  describeRelease,
  type FunctionStatus,
  verifyReleased,
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
