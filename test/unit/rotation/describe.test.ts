import assert from 'node:assert/strict';
import { describeRotation } from '../../../src/rotation/index.js';

const rotation = {
  environment: 'test',
  database: 'test-db',
  secret: 'test/database/password',
  version: '2',
} as const;

describe('describeRotation', () => {
  it('says which version is the password', () => {
    for (const outcome of ['rotated', 'resumed', 'finished-elsewhere'] as const) {
      assert.equal(
        describeRotation({ ...rotation, outcome }),
        'test/database/password version 2 is the password of test-db',
      );
    }
  });

  it('says that the password stays when nothing was done', () => {
    assert.equal(
      describeRotation({ ...rotation, outcome: 'unchanged' }),
      'Nothing to do: test/database/password version 2 stays the password of test-db',
    );
  });
});
