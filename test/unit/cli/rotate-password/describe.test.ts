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

describe("the description of an environment's password", () => {
  it('has its age, who set it and when, and the command to type next', () => {
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

  it('has an unfinished rotation, with who began it and when', () => {
    const lines = describeRotationState({ ...state, unfinished: begun, next: 'resume' }, NOW).split('\n');
    assert.deepEqual(lines.slice(3), [
      'unfinished  live/database/password.pending version 0000000000000000007, of 2026-11-28T12:00:00.000Z, 1 day old, by ben, does not log in',
      'next        sbw rotate-password live --resume, which finishes the same password',
    ]);
  });

  it('says whether a rotation changed the password', () => {
    const rotation = { environment: 'live', database: 'live-superbowleto', version: '2' };
    const sentence = (outcome: 'rotated' | 'unchanged') =>
      describeOutcome({ ...rotation, secret: 'live/database/password', outcome });
    assert.equal(
      sentence('rotated'),
      'live/database/password version 2 is the password of live-superbowleto',
    );
    assert.equal(
      sentence('unchanged'),
      'Nothing to do: live/database/password version 2 stays the password of live-superbowleto',
    );
  });
});
