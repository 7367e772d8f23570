import assert from 'node:assert/strict';
import { contextOf, isPattern, matcher } from '../../../../src/cli/credstash/arguments.js';

describe('patterns', () => {
  it('take every character but * for itself', () => {
    for (let code = 0; code < 256; code++) {
      const character = String.fromCharCode(code);
      assert.ok(matcher(`a${character}b*`)(`a${character}bc`), `character ${code}`);
      if (character === '*') continue;
      assert.ok(!matcher(`a${character}b`)('axxb'), `character ${code}`);
    }
    assert.ok(!matcher('reg.*')('regAx'));
    assert.ok(!matcher('live/*')('not-live/x'));
  });

  it('take * for any text, none and line ends among it', () => {
    assert.ok(matcher('*')(''));
    assert.ok(matcher('a*b*c')('abc'));
    assert.ok(matcher('a*c')('a\n🔑/c'));
    assert.ok(!matcher('a*c')('acd'));
    assert.ok(isPattern('a*') && !isPattern('a?'));
  });
});

describe('contextOf', () => {
  it("takes what stands behind the command's own arguments", () => {
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

  it('refuses a key that is there twice', () => {
    assert.throws(() => contextOf(['a=1', 'a=2'], 0), {
      message: '"a" is there twice, and an encryption context has it once.',
    });
  });
});
