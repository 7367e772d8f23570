import assert from 'node:assert/strict';
import {
  isUnrequestedPassword,
  nameIn,
  namesOfVariables,
  valuesIn,
  withoutPrefix,
} from '../../../../src/cli/credstash/names.js';

describe('names of secrets', () => {
  it('change their environment, and stay where they have none', () => {
    assert.equal(nameIn('live', 'sandbox', 'sandbox/a'), 'live/a');
    assert.equal(nameIn('live', 'sandbox', 'sandboxed/a'), 'sandboxed/a');
    assert.equal(nameIn('live', 'sandbox', 'a/sandbox/b'), 'a/sandbox/b');
  });

  it('of two secrets never become one', () => {
    const values = new Map([
      ['live/a', '1'],
      ['sandbox/a', '2'],
    ]);
    assert.throws(() => valuesIn('live', 'sandbox', values), {
      code: 'NAME_COLLISION',
      message: '"sandbox/a" and "live/a" would both become "live/a". Choose one by --only.',
    });
  });

  it('of the database password are asked for in full only', () => {
    const unasked = (name: string, ...only: string[]) => isUnrequestedPassword(name, 'sandbox', only);
    assert.ok(unasked('sandbox/database/password'));
    assert.ok(unasked('sandbox/database/password.pending', 'sandbox/*'));
    assert.ok(!unasked('sandbox/database/password', 'sandbox/database/password'));
    assert.ok(!unasked('sandbox/database/passwords'));
  });

  it('lose their prefix, and those without it are left out', () => {
    const secrets = new Map([
      ['a/x', 1],
      ['b/x', 2],
    ]);
    assert.deepEqual([...withoutPrefix(secrets, 'a/')], [['x', 1]]);
  });

  it('are found by their variable, unless two would be', () => {
    const stored = ['app/api/key', 'app/a-b', 'app/a.b', 'API_KEY'];
    const named = namesOfVariables(new Map([['API_KEY', 'x']]), stored, 'app/');
    assert.deepEqual([...named], [['app/api/key', 'x']]);
    assert.throws(() => namesOfVariables(new Map([['A_B', 'x']]), stored, 'app/'), {
      code: 'VARIABLE_COLLISION',
      message: 'A_B may be "app/a-b" or "app/a.b". Import from json, which names secrets in full.',
    });
  });
});
