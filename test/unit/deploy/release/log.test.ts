import assert from 'node:assert/strict';
import { releaseBefore, releaseNamed } from '../../../../src/deploy/release/log.js';
import type { Release } from '../../../../src/operations/index.js';

let minute = 0;

/** A release of two functions at one version, a minute after the last. */
function release(version: string, changes: Partial<Release> = {}): Release {
  minute += 1;
  const startedAt = new Date(Date.UTC(2026, 2, 4, 5, minute)).toISOString();
  return {
    id: `${startedAt} ${minute.toString(16).padStart(8, '0')}`,
    environment: 'live',
    who: 'ana',
    host: 'laptop',
    ref: `v${version}`,
    commit: version.repeat(40),
    startedAt,
    state: 'released',
    functions: ['one', 'two'].map((name) => ({ name, status: 'updated', version })),
    ...changes,
  };
}

const serving = (...versions: string[]) =>
  ['one', 'two'].map((name, index) => ({ name, version: versions[index] ?? versions[0] }));

describe('releaseBefore', () => {
  const first = release('1');
  const second = release('2');
  const third = release('3');
  const cutOff = release('4', { state: 'interrupted', functions: [] });
  const back = release('2', { kind: 'rollback', to: second.id });

  const cases: [string, readonly Release[], readonly string[], Release][] = [
    ['is the one before the one in service', [third, second, first], ['3'], second],
    ['skips a release that brought the same versions', [release('2'), second, first], ['2'], first],
    [
      'skips what failed and was as before',
      [release('9', { state: 'failed' }), third, second],
      ['3'],
      second,
    ],
    ['is the same again after a rollback', [back, third, second, first], ['2'], second],
    [
      'is the same again after a rollback that was cut off',
      [{ ...back, state: 'interrupted', functions: [] }, third, second, first],
      ['2', '3'],
      second,
    ],
    ['takes back a deploy that was cut off halfway', [cutOff, third, second], ['4', '3'], third],
    ['takes back a deploy that was cut off at its end', [cutOff, third, second], ['4'], third],
    ['passes over a deploy that was cut off before its first alias', [cutOff, third, second], ['3'], second],
    ['passes over it after a rollback too', [cutOff, back, third, second, first], ['2'], second],
    [
      'is the deploy that a rollback went to, when that was before',
      [release('5'), { ...back, to: second.id }, third, second, first],
      ['5'],
      second,
    ],
  ];
  for (const [what, log, versions, expected] of cases) {
    it(what, () => {
      assert.equal(releaseBefore(log, serving(...versions)).id, expected.id);
    });
  }

  it('says that all brought the same', () => {
    assert.throws(() => releaseBefore([release('2'), second], serving('2')), {
      code: 'NO_EARLIER_RELEASE',
      message: /^There is nothing to roll back to: every release on record brought what v2 did\./,
    });
  });

  it('says that none ended well', () => {
    assert.throws(() => releaseBefore([cutOff], serving('1')), {
      code: 'NO_EARLIER_RELEASE',
      message:
        'There is nothing to roll back to: no release is on record that ended well. Nothing was changed. ' +
        'An earlier commit is brought into service by sbw deploy.',
    });
  });
});

describe('releaseNamed', () => {
  it('gives the newest release of a commit', () => {
    const older = release('a');
    const newer = release('a');
    assert.equal(releaseNamed([newer, older], 'aaaaaaa', 'live').id, newer.id);
  });

  it('says that a beginning is of more than one commit', () => {
    const one = release('b', { commit: `${'c'.repeat(39)}1` });
    const two = release('b', { commit: `${'c'.repeat(39)}2` });
    assert.throws(() => releaseNamed([two, one], 'ccccccc', 'live'), {
      code: 'AMBIGUOUS_RELEASE',
      message: '"ccccccc" is the beginning of more than one commit. See: sbw releases --env live',
    });
  });

  it('says that a release did not end well', () => {
    const failed = release('d', { state: 'reverted' });
    const name = failed.id.split(' ')[1] ?? '';
    assert.throws(() => releaseNamed([failed], name, 'live'), {
      code: 'RELEASE_NOT_COMPLETE',
      message: `Release ${name} of live ended reverted, so that there is nothing to go back to. See: sbw releases --env live`,
    });
  });
});
