import assert from 'node:assert/strict';
import { generatePassword } from '../../../src/rotation/index.js';

describe('generatePassword', () => {
  it('gives 40 letters and digits, another each time', () => {
    const passwords = Array.from({ length: 200 }, generatePassword);
    for (const password of passwords) assert.match(password, /^[A-Za-z0-9]{40}$/);
    assert.equal(new Set(passwords).size, 200);
  });

  it('draws every character about equally often', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 1_000; round++) {
      for (const character of generatePassword()) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    assert.equal(counts.size, 62);
    // 645 on average, deviation 25: six deviations either way.
    for (const [character, count] of counts) assert.ok(Math.abs(count - 645) < 150, `${character}: ${count}`);
  });
});
