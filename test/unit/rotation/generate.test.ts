import assert from 'node:assert/strict';
import type { RDSClient } from '@aws-sdk/client-rds';
import { verifyLength } from '../../../src/rotation/generate.js';
import { clusterDatabase, generatePassword, instanceDatabase } from '../../../src/rotation/index.js';

describe('generatePassword', () => {
  it('returns as many letters and digits as asked for, and a different password each time', () => {
    const passwords = Array.from({ length: 200 }, () => generatePassword(40));
    for (const password of passwords) assert.match(password, /^[A-Za-z0-9]{40}$/);
    assert.equal(new Set(passwords).size, 200);
    assert.equal(generatePassword(17).length, 17);
  });

  it('contains every character about equally often', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 1_000; round++) {
      for (const character of generatePassword(40)) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    assert.equal(counts.size, 62);
    // 645 on average with a standard deviation of 25; 150 is six deviations.
    for (const [character, count] of counts) assert.ok(Math.abs(count - 645) < 150, `${character}: ${count}`);
  });

  it('returns passwords without a digit too, since leaving those out would make fewer possible', () => {
    // One in 17 of 16 characters has none. That all 2,000 have one happens once in 10^52 runs.
    const passwords = Array.from({ length: 2_000 }, () => generatePassword(16));
    assert.ok(passwords.some((password) => /^[A-Za-z]+$/.test(password)));
  });
});

describe('verifyLength', () => {
  const rds = {} as RDSClient;
  const instance = instanceDatabase(rds, 'live-db');
  const cluster = clusterDatabase(rds, 'live-cluster');

  it('accepts 16 to 128 characters for an instance, and 16 to 41 for a cluster', () => {
    for (const length of [16, 128]) assert.equal(verifyLength(length, instance), length);
    for (const length of [16, 41]) assert.equal(verifyLength(length, cluster), length);
  });

  it('returns 40 for no length', () => {
    assert.equal(verifyLength(undefined, instance), 40);
  });

  it('refuses any other length', () => {
    for (const [length, database] of [
      [15, instance],
      [129, instance],
      [42, cluster],
      [20.5, instance],
    ] as const) {
      assert.throws(() => verifyLength(length, database), { code: 'LENGTH_UNFIT', exitCode: 2 });
    }
    assert.throws(() => verifyLength(64, cluster), {
      message: 'A password of 64 characters does not fit live-cluster: it is 16 to 41.',
    });
  });
});
