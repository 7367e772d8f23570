import assert from 'node:assert/strict';
import { contextOf, isPattern, matcher, pairsOf } from '../../../../src/cli/credstash/arguments.js';

describe('patterns', () => {
  it('match every character but * only with itself', () => {
    for (let code = 0; code < 256; code++) {
      const character = String.fromCharCode(code);
      assert.ok(matcher(`a${character}b*`)(`a${character}bc`), `character ${code}`);
      if (character === '*') continue;
      assert.ok(!matcher(`a${character}b`)('axxb'), `character ${code}`);
    }
    assert.ok(!matcher('reg.*')('regAx'));
    assert.ok(!matcher('live/*')('not-live/x'));
  });

  it('match * with any text, also none, and also line ends', () => {
    assert.ok(matcher('*')(''));
    assert.ok(matcher('a*b*c')('abc'));
    assert.ok(matcher('a*c')('a\n🔑/c'));
    assert.ok(!matcher('a*c')('acd'));
    assert.ok(isPattern('a*') && !isPattern('a?'));
  });
});

describe('contextOf', () => {
  it("reads the arguments that follow the command's own", () => {
    assert.deepEqual(contextOf(['name', 'role=app', 'team=b=c', '__proto__=x'], 1), {
      role: 'app',
      team: 'b=c',
      ['__proto__']: 'x',
    });
    assert.deepEqual(contextOf(['name'], 1), {});
  });

  for (const pair of ['role', '=app', 'role=', '']) {
    it(`refuses "${pair}" without repeating it, which may be a secret`, () => {
      assert.throws(() => contextOf(['name', pair], 1), {
        code: 'PAIR_INVALID',
        message: 'Argument 2 is not an encryption context, which is KEY=VALUE with both sides there.',
      });
    });
  }

  it('refuses a key twice', () => {
    assert.throws(() => contextOf(['a=1', 'a=2'], 0), {
      code: 'PAIR_INVALID',
      message: '"a" is there twice, and an encryption context has it once.',
    });
  });

  it('counts arguments from the first one after the name of the command', () => {
    assert.throws(() => contextOf(['name', 'value', 'a=1', 'wrong'], 2), { message: /^Argument 4 is not / });
  });
});

describe('pairsOf', () => {
  it('reads a value with line ends, and refuses a wrong pair by its label', () => {
    assert.deepEqual(
      pairsOf(['a=one\ntwo'], 'a tag', () => ''),
      { a: 'one\ntwo' },
    );
    assert.throws(() => pairsOf(['a=1', 'team'], 'a tag', (index) => `Tag ${index}`), {
      code: 'PAIR_INVALID',
      exitCode: 2,
      message: 'Tag 1 is not a tag, which is KEY=VALUE with both sides there.',
    });
  });
});
