import assert from 'node:assert/strict';
import { isServing, releaseBefore, releaseNamed } from '../../../../src/deploy/release/log.js';
import type { Release } from '../../../../src/operations/index.js';

let minute = 0;

/** Makes a release of two functions at one version, a minute after the last one. */
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
    ['goes to the one before the one in service', [third, second, first], ['3'], second],
    ['skips a release with the same versions', [release('2'), second, first], ['2'], first],
    ['skips a failed release', [release('9', { state: 'failed' }), third, second], ['3'], second],
    ...(['failed', 'reverted'] as const).map((state): [string, readonly Release[], string[], Release] => [
      `skips a ${state} release, even if the functions serve something else`,
      [release('9', { state }), third, second],
      ['9'],
      second,
    ]),
    ['passes over an earlier rollback', [release('4'), third, back, second, first], ['4'], third],
    [
      'goes to the same one again after a rollback that was killed before its first move',
      [{ ...back, state: 'interrupted', functions: [] }, third, second, first],
      ['3'],
      second,
    ],
    ['goes to the same one again after a rollback', [back, third, second, first], ['2'], second],
    [
      'goes to the same one again after a rollback that was killed',
      [{ ...back, state: 'interrupted', functions: [] }, third, second, first],
      ['2', '3'],
      second,
    ],
    ['undoes a deploy that was killed halfway', [cutOff, third, second], ['4', '3'], third],
    ['undoes a deploy that was killed at its end', [cutOff, third, second], ['4'], third],
    ['skips a deploy that was killed before its first move', [cutOff, third, second], ['3'], second],
    ['skips such a deploy after a rollback too', [cutOff, back, third, second, first], ['2'], second],
    [
      'goes to the deploy that an earlier rollback went to',
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

  it('says that every release had the same versions', () => {
    assert.throws(() => releaseBefore([release('2'), second], serving('2')), {
      code: 'NO_EARLIER_RELEASE',
      message: /^There is nothing to roll back to: every release on record brought what v2 did\./,
    });
  });

  it('says that there is one release only', () => {
    assert.throws(() => releaseBefore([first], serving('1')), {
      code: 'NO_EARLIER_RELEASE',
      message: /^There is nothing to roll back to: v1 is the first release on record\./,
    });
  });

  it('says that no release succeeded', () => {
    assert.throws(() => releaseBefore([cutOff], serving('1')), {
      code: 'NO_EARLIER_RELEASE',
      message:
        'There is nothing to roll back to: no release is on record that ended well. Nothing was changed. ' +
        'An earlier commit is brought into service by sbw deploy.',
    });
  });
});

describe('releaseNamed', () => {
  it('finds the newest release of a commit', () => {
    const older = release('a');
    const newer = release('a');
    assert.equal(releaseNamed([newer, older], 'aaaaaaa', 'live').id, newer.id);
  });

  it('refuses a prefix of more than one commit', () => {
    const one = release('b', { commit: `${'c'.repeat(39)}1` });
    const two = release('b', { commit: `${'c'.repeat(39)}2` });
    assert.throws(() => releaseNamed([two, one], 'ccccccc', 'live'), {
      code: 'AMBIGUOUS_RELEASE',
      message: '"ccccccc" is the beginning of more than one commit. See: sbw releases --env live',
    });
  });

  it('refuses a release that did not succeed', () => {
    const failed = release('d', { state: 'reverted' });
    const name = failed.id.split(' ')[1] ?? '';
    assert.throws(() => releaseNamed([failed], name, 'live'), {
      code: 'RELEASE_NOT_COMPLETE',
      message: `Release ${name} of live ended reverted, so that there is nothing to go back to. See: sbw releases --env live`,
    });
  });

  it('finds a release by its id and by its short id', () => {
    const one = release('e');
    const other = release('f');
    assert.equal(releaseNamed([other, one], one.id, 'live').id, one.id);
    assert.equal(releaseNamed([other, one], one.id.split(' ')[1] ?? '', 'live').id, one.id);
  });

  it('returns the deploy that a rollback went to', () => {
    const deployed = release('e');
    const back = release('e', { kind: 'rollback', to: deployed.id });
    assert.equal(releaseNamed([back, deployed], back.id, 'live').id, deployed.id);
  });

  it('skips a failed release of the commit', () => {
    const complete = release('e');
    const failed = release('e', { state: 'failed' });
    assert.equal(releaseNamed([failed, complete], 'eeeeeee', 'live').id, complete.id);
  });

  for (const name of ['eeeeee', 'ggggggg', '']) {
    it(`does not find a commit by "${name}"`, () => {
      assert.throws(() => releaseNamed([release('e')], name, 'live'), {
        code: 'UNKNOWN_RELEASE',
        message: `live has no release "${name}" on record. See: sbw releases --env live`,
      });
    });
  }
});

describe('isServing', () => {
  const functions = [{ name: 'one', status: 'updated', version: '7', sha256: 'AA==' }];
  const released = release('7', { functions });
  const cases: [string, Partial<Parameters<typeof isServing>[1][number]>, boolean][] = [
    ['the version with its code', { version: '7', sha256: 'AA==' }, true],
    ['another version with the same code', { version: '8', sha256: 'AA==' }, false],
    ['the version with other code', { version: '7', sha256: 'BB==' }, false],
    ['the version, where the code could not be read', { version: '7' }, true],
    ['the version with only a part of the calls', { version: '7', weights: { 8: 0.1 } }, false],
    ['a function that the release did not have', { name: 'two', version: '1' }, true],
  ];
  for (const [what, serving, expected] of cases) {
    it(`is ${expected} for ${what}`, () => {
      assert.equal(isServing(released, [{ name: 'one', ...serving }]), expected);
    });
  }
});
