import assert from 'node:assert/strict';
import {
  describeFunctions,
  describeLock,
  describeServing,
  describeStatus,
  type FunctionInService,
  type Status,
} from '../../../../src/deploy/index.js';
import type { LockHolder, Release } from '../../../../src/operations/index.js';

const commit = '4f0c'.repeat(10);
const release = { id: '2026-03-04T05:06:07.000Z 3fa8c01d', ref: 'v1', commit } as Release;
const served = (name: string, more: Partial<FunctionInService> = {}): FunctionInService => ({
  name,
  deployedName: `live-sample-${name}`,
  version: '12',
  commit,
  since: '2026-03-04T05:06:07.000Z',
  ...more,
});

function status(more: Partial<Status> = {}): Status {
  const functions = [served('one'), served('two')];
  return { environment: 'live', agree: true, release, functions, locks: [], ...more };
}

describe('describeStatus', () => {
  it('names the release that all functions serve', () => {
    const words = `serve v1 (commit ${commit}), release 3fa8c01d.`;
    assert.equal(describeStatus(status()), `All 2 functions of live ${words}`);
    assert.equal(describeStatus(status({ functions: [served('one')] })), `All 1 function of live ${words}`);
  });

  it('says that the code is of no release', () => {
    const { release, ...unreleased } = status();
    assert.equal(
      describeStatus(unreleased),
      'All 2 functions of live serve the same code, which is of no release on record.',
    );
  });

  it('says that the functions do not agree', () => {
    assert.equal(
      describeStatus(status({ agree: false })),
      'The 2 functions of live do not serve the same code. Run again what was cut off, or: sbw rollback --env live',
    );
  });

  it('names the functions with a canary before anything else', () => {
    const functions = [served('one', { weights: { 13: 0.1 } }), served('two')];
    assert.equal(
      describeStatus(status({ functions, agree: false })),
      'A canary is under way in live, or was cut off: in one some calls go to another version. If nobody holds the lock, end it: sbw rollback --env live',
    );
    const both = ['one', 'two'].map((name) => served(name, { weights: { 13: 0.1 } }));
    assert.match(
      describeStatus(status({ functions: both })),
      /: in one, two some calls go to another version\./,
    );
  });
});

describe('describeFunctions', () => {
  it('lays out version, commit and since when, or the problem', () => {
    const { commit, since, ...unreleased } = served('three');
    const functions = [
      served('one'),
      served('two', { weights: { 13: 0.1, 14: 0.25 } }),
      unreleased,
      { name: 'four', deployedName: 'live-sample-four', problem: 'no such function' },
    ];
    const rows = describeFunctions(functions).split('\n');
    assert.deepEqual(
      rows.map((row) => row.split(/ {2,}/)),
      [
        ['FUNCTION', 'VERSION', 'COMMIT', 'SINCE'],
        ['one', '12', '4f0c4f0c4f0c', '2026-03-04T05:06:07.000Z'],
        [
          'two',
          '12, 10 % of the calls: 13, 25 % of the calls: 14',
          '4f0c4f0c4f0c',
          '2026-03-04T05:06:07.000Z',
        ],
        ['three', '12'],
        ['four', 'no such function'],
      ],
    );
  });
});

describe('describeLock', () => {
  const holder: LockHolder = {
    ...{ operation: 'deploy', holder: 'ana', host: 'laptop', pid: 4711 },
    ...{ since: '2026-03-04T05:06:07.000Z', expires: '2026-03-04T05:06:37.000Z', alive: true },
  };
  const held = 'held by ana on laptop (process 4711) since 2026-03-04T05:06:07.000Z';

  it('names who holds it, and what is done under it', () => {
    assert.equal(describeLock(holder), `deploy: ${held}`);
    assert.equal(describeLock({ ...holder, what: 'main' }), `deploy (main): ${held}`);
  });

  it('says why the holder is not alive', () => {
    assert.equal(
      describeLock({ ...holder, alive: false, gone: true }),
      `deploy: ${held}; its process is gone`,
    );
    assert.equal(
      describeLock({ ...holder, alive: false }),
      `deploy: ${held}; given up, its lease ended 2026-03-04T05:06:37.000Z`,
    );
  });

  it('stands on a line of its own after the status', () => {
    const both = status({ locks: [holder, { ...holder, holder: 'bia' }] });
    assert.equal(
      describeServing(both),
      `${describeStatus(both)}\nLock of deploy: ${held}.\nLock of deploy: ${held.replace('ana', 'bia')}.`,
    );
  });
});
