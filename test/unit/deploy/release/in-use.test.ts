import assert from 'node:assert/strict';
import { inUse } from '../../../../src/deploy/release/in-use.js';
import type { Release, ReleaseState } from '../../../../src/operations/index.js';

/** Makes a release of function `one` at this version, and of `two` at version 1. */
function release(version: string, state: ReleaseState = 'released', artifact = `s/${version}.zip`): Release {
  return {
    id: `2026 ${version}`,
    environment: 'test',
    who: 'ana',
    host: 'laptop',
    ref: 'main',
    commit: 'a'.repeat(40),
    startedAt: '2026-11-24T12:00:00.000Z',
    state,
    artifact: { bucket: 'artifacts', key: artifact },
    functions: [
      { name: 'one', status: 'updated', version },
      { name: 'two', status: 'unchanged', version: '1' },
    ],
  };
}

function used(log: Release[], keep: number) {
  const { releases, versions, artifacts } = inUse(log, keep);
  return { releases, one: [...(versions.get('one') ?? [])], artifacts: [...artifacts] };
}

describe('inUse', () => {
  it('finds the versions and artifacts of the newest complete releases', () => {
    assert.deepEqual(used([release('5'), release('4'), release('3')], 2), {
      releases: 2,
      one: ['5', '4'],
      artifacts: ['s/5.zip', 's/4.zip'],
    });
    assert.deepEqual([...(inUse([release('5')], 2).versions.get('two') ?? [])], ['1']);
  });

  it('counts no failed release, and the same versions once', () => {
    const log = [
      release('6', 'failed'),
      release('4'),
      release('5'),
      release('5', 'unchanged', 's/other.zip'),
      release('5', 'mixed'),
      release('4'),
      release('3'),
      release('2'),
    ];
    assert.deepEqual(used(log, 3), {
      releases: 3,
      one: ['4', '5', '3'],
      artifacts: ['s/4.zip', 's/5.zip', 's/other.zip', 's/3.zip'],
    });
  });

  it('returns the number of releases when there are fewer', () => {
    assert.equal(inUse([release('5'), release('4', 'reverted')], 2).releases, 1);
  });
});
