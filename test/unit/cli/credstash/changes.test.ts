import assert from 'node:assert/strict';
import {
  type Changes,
  compareSecrets,
  describeChanges,
  namesToStore,
  storeChanges,
} from '../../../../src/cli/credstash/changes.js';
import { type PutOptions, SecretNotFound, StoreUnavailable } from '../../../../src/credstash/index.js';

const secret = (name: string, value: string) => ({ name, version: '1', value, digest: 'SHA256' });

describe('changes to secrets', () => {
  const wanted = new Map([
    ['c', 'new value'],
    ['b', 'same value'],
    ['a', 'changed value'],
    ['d', 'unreadable value'],
  ]);
  const unreadable = { name: 'd', error: new StoreUnavailable('denied', { secret: 'd' }) };

  const compare = () =>
    compareSecrets(
      {
        getMany: async (names) => {
          assert.deepEqual([...names], [...wanted.keys()]);
          return {
            secrets: new Map([
              ['a', secret('a', 'old value')],
              ['b', secret('b', 'same value')],
            ]),
            failures: [{ name: 'c', error: new SecretNotFound({ secret: 'c' }) }, unreadable],
          };
        },
      },
      wanted,
    );

  it('are new, changed or same, sorted by name, without those that cannot be read', async () => {
    const { changes, failures } = await compare();
    assert.deepEqual(changes, [
      { name: 'a', state: 'changed' },
      { name: 'b', state: 'same' },
      { name: 'c', state: 'new' },
    ]);
    assert.deepEqual(failures, [unreadable]);
    assert.deepEqual(namesToStore({ changes, failures }), ['a', 'c']);
  });

  it('are stored with their comment, and reported with their versions or failures', async () => {
    const compared = await compare();
    const refused = { name: 'c', error: new StoreUnavailable('denied', { secret: 'c' }) };
    let stored: [object, PutOptions | undefined] | undefined;
    const putAll = async (entries: Readonly<Record<string, string>>, options?: PutOptions) => {
      stored = [entries, options];
      return [{ name: 'a', version: '2' }, refused];
    };
    const done: Changes = await storeChanges({ putAll }, wanted, compared, 'a note');
    assert.deepEqual(stored, [{ a: 'changed value', c: 'new value' }, { comment: 'a note' }]);
    assert.deepEqual(done, {
      changes: [
        { name: 'a', state: 'changed', version: '2' },
        { name: 'b', state: 'same' },
      ],
      failures: [unreadable, refused],
    });
    assert.equal(describeChanges(done.changes), 'changed  a  2\nsame     b');
  });
});
