import assert from 'node:assert/strict';
import {
  isUnrequestedPassword,
  nameBelow,
  namedSecrets,
  nameIn,
  namesOfVariables,
  selector,
  valuesIn,
  withoutPrefix,
} from '../../../../src/cli/credstash/names.js';

describe('names of secrets', () => {
  it('get the prefix of another environment, and stay without the prefix of the first', () => {
    assert.equal(nameIn('live', 'sandbox', 'sandbox/a'), 'live/a');
    assert.equal(nameIn('live', 'sandbox', 'sandbox/a/sandbox/b'), 'live/a/sandbox/b');
    assert.equal(nameIn('live', 'sandbox', 'sandboxed/a'), 'sandboxed/a');
    assert.equal(nameIn('live', 'sandbox', 'a/sandbox/b'), 'a/sandbox/b');
  });

  it('keep their values in another environment', () => {
    const values = new Map([
      ['sandbox/a', '1'],
      ['shared', '2'],
    ]);
    assert.deepEqual(
      [...valuesIn('live', 'sandbox', values)],
      [
        ['live/a', '1'],
        ['shared', '2'],
      ],
    );
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

  it('below a prefix are what follows it, and only those that begin with it', () => {
    assert.equal(nameBelow('a/', 'a/x'), 'x');
    assert.equal(nameBelow('a/', 'a/'), '');
    assert.equal(nameBelow('a/', 'b/x'), undefined);
    const secrets = new Map([
      ['a/x', 1],
      ['a/', 2],
      ['b/y', 3],
    ]);
    assert.deepEqual(
      [...withoutPrefix(secrets, 'a/')],
      [
        ['x', 1],
        ['', 2],
      ],
    );
  });
});

describe('--only', () => {
  it('selects the names of any of its patterns, and every name without a pattern', () => {
    const isSelected = selector(['live/a', 'live/partner/*']);
    const names = ['live/a', 'live/ab', 'live/partner/token', 'live/b'];
    assert.deepEqual(names.filter(isSelected), ['live/a', 'live/partner/token']);
    assert.deepEqual(names.filter(selector([])), names);
  });

  it('has to name a database password in full', () => {
    const isUnrequested = (name: string, ...only: string[]) => isUnrequestedPassword(name, 'sandbox', only);
    for (const name of ['sandbox/database/password', 'sandbox/database/password.pending']) {
      assert.ok(isUnrequested(name));
      assert.ok(isUnrequested(name, 'sandbox/*', '*', 'sandbox/database'));
      assert.ok(!isUnrequested(name, 'sandbox/*', name));
    }
    assert.ok(isUnrequested('sandbox/database/password', 'sandbox/database/password.pending'));
    assert.ok(!isUnrequested('sandbox/database/passwords'));
    assert.ok(!isUnrequested('live/database/password'));
  });
});

describe('names of an imported file', () => {
  const values = new Map([
    ['API_KEY', 'x'],
    ['OTHER', 'y'],
  ]);

  it('are those of the secrets that exec turns into the variables, or else new ones', () => {
    const named = namesOfVariables(values, ['app/a', 'app/api/key'], 'app/');
    assert.deepEqual(
      [...named],
      [
        ['app/api/key', 'x'],
        ['app/OTHER', 'y'],
      ],
    );
  });

  it('are never those of a secret with another prefix', () => {
    // Without the check of the prefix, what follows four characters of each of these is the variable API_KEY.
    for (const stored of ['old/api/key', 'App/api-key', 'API_API_KEY']) {
      const named = namesOfVariables(values, [stored, 'OTHER'], 'app/');
      assert.deepEqual([...named.keys()], ['app/API_KEY', 'app/OTHER'], stored);
    }
  });

  it('are ambiguous when two stored secrets become the variable', () => {
    const stored = ['app/api/key', 'API_KEY', 'app/a-b', 'app/a.b'];
    assert.equal([...namesOfVariables(new Map([['API_KEY', 'x']]), stored, 'app/').keys()][0], 'app/api/key');
    assert.throws(() => namesOfVariables(new Map([['A_B', 'x']]), stored, 'app/'), {
      code: 'VARIABLE_COLLISION',
      message: 'A_B may be "app/a-b" or "app/a.b". Import from json, which names secrets in full.',
    });
  });

  it('have the prefix before them in json, yaml and csv, and the table is not read', async () => {
    const keys = () => Promise.reject(new Error('the table was read'));
    for (const format of ['json', 'yaml', 'csv'] as const) {
      const named = await namedSecrets({ keys }, format, new Map([['api/key', 'x']]), 'app/');
      assert.deepEqual([...named], [['app/api/key', 'x']]);
    }
  });

  it('are looked up in the table for dotenv and shell', async () => {
    const keys = async () => ['app/api/key'];
    for (const format of ['dotenv', 'shell'] as const) {
      const named = await namedSecrets({ keys }, format, new Map([['API_KEY', 'x']]), 'app/');
      assert.deepEqual([...named], [['app/api/key', 'x']]);
    }
  });
});
