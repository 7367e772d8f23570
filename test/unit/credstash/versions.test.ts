import assert from 'node:assert/strict';
import { compareVersions, nextVersion, padVersion, storedForms } from '../../../src/credstash/versions.js';

describe('padVersion', () => {
  it('pads numbers, texts and big numbers to 19 characters', () => {
    assert.equal(padVersion(7), '0000000000000000007');
    assert.equal(padVersion('7'), '0000000000000000007');
    assert.equal(padVersion(9007199254740993n), '0009007199254740993');
  });

  it('pads a version that is no number too, and leaves 19 characters or more', () => {
    assert.equal(padVersion('rel-1'), '00000000000000rel-1');
    assert.equal(padVersion('20170101000000000000001'), '20170101000000000000001');
  });

  it('refuses a fraction, an unsafe integer, a negative number and an empty text', () => {
    for (const version of [1.5, 2 ** 53, -1, Number.NaN, '', '-3']) {
      assert.throws(() => padVersion(version, 'a'), { code: 'INVALID_VERSION', secret: 'a' });
    }
    assert.throws(() => padVersion(1.5), {
      message: '1.5 is not a version: a number must be whole and exact.',
    });
    assert.throws(() => padVersion(-1), {
      message: '"-1" is not a version: it is empty, negative or too long.',
    });
  });

  it('accepts up to 1,024 bytes, and shows only the beginning of a longer version', () => {
    const longest = 'v'.repeat(1024);
    assert.equal(padVersion(longest), longest);
    assert.equal(padVersion(2 ** 53 - 1), '0009007199254740991');
    for (const version of [`${longest}v`, 'é'.repeat(513)]) {
      assert.throws(() => padVersion(version), {
        message: `"${version.slice(0, 40)}" is not a version: it is empty, negative or too long.`,
      });
    }
  });
});

describe('compareVersions', () => {
  it('orders by UTF-8 bytes, as DynamoDB does', () => {
    assert.ok(compareVersions('0000000000000000009', '0000000000000000010') < 0);
    assert.ok(compareVersions('2', '0000000000000000010') > 0);
    assert.equal(compareVersions('1', '1'), 0);
    // As UTF-16, 🔑 begins with a surrogate and would come first.
    assert.ok(compareVersions('🔑', '\uffff') > 0);
  });
});

describe('storedForms', () => {
  it('begins with the padded form, before the unpadded form of old Node writers', () => {
    assert.deepEqual(storedForms('2'), ['0000000000000000002', '2']);
    assert.deepEqual(storedForms('0000000000000000002'), ['0000000000000000002']);
  });
});

describe('nextVersion', () => {
  it('starts at 1, and counts on above the largest safe integer', () => {
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

  it('refuses a next version that would sort below the latest and never be read', () => {
    const latest = '9'.repeat(19);
    assert.throws(() => nextVersion('2', 'a'), { code: 'INVALID_VERSION', secret: 'a', version: '2' });
    assert.throws(() => nextVersion(latest, 'a'), {
      code: 'INVALID_VERSION',
      message: `The latest version of "a" is "${latest}", which sorts above every number that follows. Give a version that sorts above it, or delete that one.`,
    });
    assert.equal(nextVersion(`${'9'.repeat(18)}8`, 'a'), latest);
  });
});
