import assert from 'node:assert/strict';
import { nextVersion, padVersion, storedForms } from '../../../src/credstash/versions.js';

describe('padVersion', () => {
  it('pads numbers, texts and big numbers to 19 characters', () => {
    assert.equal(padVersion(7), '0000000000000000007');
    assert.equal(padVersion('7'), '0000000000000000007');
    assert.equal(padVersion(9007199254740993n), '0009007199254740993');
  });

  it('pads what is not a number too, and keeps what is long enough', () => {
    assert.equal(padVersion('rel-1'), '00000000000000rel-1');
    assert.equal(padVersion('20170101000000000000001'), '20170101000000000000001');
  });

  it('refuses a number that is not whole, not exact or negative, and an empty text', () => {
    for (const version of [1.5, 2 ** 53, -1, Number.NaN, '', '-3']) {
      assert.throws(() => padVersion(version), { code: 'INVALID_VERSION' });
    }
  });
});

describe('storedForms', () => {
  it('looks for the padded form first and then for the one of old Node writers', () => {
    assert.deepEqual(storedForms('2'), ['0000000000000000002', '2']);
    assert.deepEqual(storedForms('0000000000000000002'), ['0000000000000000002']);
  });
});

describe('nextVersion', () => {
  it('starts at 1 and counts beyond what a double holds', () => {
    assert.equal(nextVersion(undefined, 'a'), '0000000000000000001');
    assert.equal(nextVersion('0009007199254740992', 'a'), '0009007199254740993');
  });

  it('refuses a latest version that is not a number', () => {
    assert.throws(() => nextVersion('00000000000000rel-1', 'a'), {
      code: 'INVALID_VERSION',
      message:
        'The latest version of "a" is "00000000000000rel-1", which cannot be counted up. Give a version.',
    });
  });

  it('refuses to add a version that would sort below the latest and never be read', () => {
    assert.throws(() => nextVersion('2', 'a'), { code: 'INVALID_VERSION' });
    assert.throws(() => nextVersion('9'.repeat(19), 'a'), { code: 'INVALID_VERSION' });
  });
});
