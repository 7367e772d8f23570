import assert from 'node:assert/strict';
import { describePrune, type PruneResult } from '../../../../src/deploy/index.js';

const described = (more: Partial<PruneResult>) =>
  describePrune({
    ...{ environment: 'test', keep: 3, dryRun: false, releases: 3, versions: [], artifacts: [], notes: [] },
    ...more,
  }).split('\n');

describe('describePrune', () => {
  it('gives each version and artifact a line, and counts those that were deleted', () => {
    assert.deepEqual(
      described({
        versions: [
          { name: 'one', version: '4', status: 'deleted' },
          { name: 'two', version: '5', status: 'failed', reason: 'no right' },
          { name: 'three', status: 'failed', reason: 'no function' },
        ],
        artifacts: [{ key: 'sample/x.zip', size: 1_572_864, status: 'deleted' }],
      }).map((line) => line.replace(/ {2,}/g, ' | ')),
      [
        'deleted | version 4 of one',
        'failed | version 5 of two | no right',
        'failed | versions of three | no function',
        'deleted | sample/x.zip (1.5 MiB)',
        'Deleted 2 of 4 of test that the newest 3 releases do not use.',
      ],
    );
  });

  it('gives the size of an artifact in binary megabytes', () => {
    const artifacts = [{ key: 'sample/x.zip', size: 104_857_600, status: 'deleted' }] as const;
    assert.equal(described({ artifacts })[0], 'deleted  sample/x.zip (100.0 MiB)');
  });

  it('says what a dry run would delete', () => {
    assert.deepEqual(
      described({ dryRun: true, versions: [{ name: 'one', version: '4', status: 'to-delete' }] }),
      [
        'would delete  version 4 of one',
        'Would delete 1 of 1 of test that the newest 3 releases do not use.',
      ],
    );
  });

  it('gives the notes, and says that there is nothing', () => {
    assert.deepEqual(described({ notes: ['All artifacts stay.'] }), [
      'All artifacts stay.',
      'There is nothing of test that the newest 3 releases do not use.',
    ]);
  });
});
