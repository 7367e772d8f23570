import assert from 'node:assert/strict';
import { describeOutcome, describeRotationState } from '../../../../src/cli/rotate-password/describe.js';
import type { RotationState } from '../../../../src/rotation/index.js';

const NOW = new Date('2026-11-29T12:00:00.000Z');
const state: RotationState = {
  environment: 'live',
  database: 'live-superbowleto',
  status: 'available',
  current: {
    secret: 'live/database/password',
    version: '0000000000000000006',
    since: '2026-10-30T11:00:00.000Z',
    who: 'ana',
    logsIn: true,
  },
  next: 'rotate',
};
const begun = {
  secret: 'live/database/password.pending',
  version: '0000000000000000007',
  since: '2026-11-28T12:00:00.000Z',
  who: 'ben',
  logsIn: false,
};

describe("what is told of an environment's password", () => {
  it('is its age, who set it and when, and what to type next', () => {
    assert.equal(
      describeRotationState(state, NOW),
      [
        'live',
        'database  live-superbowleto, available',
        'password  live/database/password version 0000000000000000006, of 2026-10-30T11:00:00.000Z, 30 days old, by ana, logs in',
        'next      sbw rotate-password live',
      ].join('\n'),
    );
  });

  it('is a rotation that was begun, by whom and when', () => {
    const lines = describeRotationState({ ...state, unfinished: begun, next: 'resume' }, NOW).split('\n');
    assert.deepEqual(lines.slice(3), [
      'unfinished  live/database/password.pending version 0000000000000000007, of 2026-11-28T12:00:00.000Z, 1 day old, by ben, does not log in',
      'next        sbw rotate-password live --resume, which finishes the same password',
    ]);
  });

  it('is whether a rotation changed the password', () => {
    const rotation = { environment: 'live', database: 'live-superbowleto', version: '2' };
    const told = (outcome: 'rotated' | 'unchanged') =>
      describeOutcome({ ...rotation, secret: 'live/database/password', outcome });
    assert.equal(told('rotated'), 'live/database/password version 2 is the password of live-superbowleto');
    assert.equal(
      told('unchanged'),
      'Nothing to do: live/database/password version 2 stays the password of live-superbowleto',
    );
  });
});
