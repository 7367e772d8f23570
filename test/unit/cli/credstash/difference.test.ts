import assert from 'node:assert/strict';
import { describeDifferences, differences, type Side } from '../../../../src/cli/credstash/difference.js';
import { StoreUnavailable } from '../../../../src/credstash/index.js';

/** The secrets of an environment; undefined for one that cannot be read. */
function side(environment: string, values: Record<string, string | undefined>): Side {
  const secrets = new Map();
  const failures = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) failures.push({ name, error: new StoreUnavailable('denied', { secret: name }) });
    else secrets.set(name, { name, version: '1', value, digest: 'SHA256' });
  }
  return { environment, secrets, failures };
}

const sandbox = side('sandbox', {
  'sandbox/b': 'one',
  'sandbox/a': 'same',
  'sandbox/hidden': undefined,
  'sandbox/visible': 'x',
  shared: 'sandbox only',
});
const live = side('live', {
  'live/a': 'same',
  'live/b': 'two',
  'live/hidden': 'x',
  'live/visible': undefined,
  'live/c': 'live only',
});

describe('differences', () => {
  it('compare secrets under the names of the first environment, without those that cannot be read', () => {
    const found = differences(sandbox, live, false);
    assert.deepEqual(
      found.map(({ name, state, from, to }) => [name, state, from?.name, to?.name]),
      [
        ['sandbox/a', 'same', 'sandbox/a', 'live/a'],
        ['sandbox/b', 'different', 'sandbox/b', 'live/b'],
        ['sandbox/c', 'only-to', undefined, 'live/c'],
        ['shared', 'only-from', 'shared', undefined],
      ],
    );
    const [, , onlyTo, onlyFrom] = found.map((difference) => Object.keys(difference));
    assert.deepEqual(onlyTo, ['name', 'state', 'to']);
    assert.deepEqual(onlyFrom, ['name', 'state', 'from']);
  });

  it('show fingerprints that are equal for equal values within one comparison only', () => {
    const [same, different] = differences(sandbox, live, false);
    assert.match(same?.from?.fingerprint ?? '', /^[0-9a-f]{12}$/);
    assert.equal(same?.from?.fingerprint, same?.to?.fingerprint);
    assert.notEqual(different?.from?.fingerprint, different?.to?.fingerprint);
    assert.notEqual(differences(sandbox, live, false)[0]?.from?.fingerprint, same?.from?.fingerprint);
    assert.ok(!JSON.stringify([same, different]).includes('value'));
  });

  it('are described in a table, with values only if they were requested', () => {
    assert.equal(
      describeDifferences(differences(sandbox, live, true)),
      [
        'same       sandbox/a  "same"          live/a  "same"',
        'different  sandbox/b  "one"           live/b  "two"',
        'only-to    -          -               live/c  "live only"',
        'only-from  shared     "sandbox only"  -       -',
      ].join('\n'),
    );
    const described = describeDifferences(differences(sandbox, live, false));
    assert.match(described, /^same {7}sandbox\/a {2}([0-9a-f]{12}) {2}live\/a {2}\1$/m);
    assert.doesNotMatch(described, /one|two|only"/);
  });
});
