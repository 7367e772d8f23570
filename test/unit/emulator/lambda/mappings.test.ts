import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueueSource } from '../../../../src/emulator/aws/service.js';
import {
  mappingArn,
  mappingState,
  type QueueMapping,
} from '../../../../src/emulator/lambda/queues/mapping.js';
import { Mappings } from '../../../../src/emulator/lambda/queues/mappings.js';
import { emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';

const MAPPING: QueueMapping = {
  uuid: 'one',
  queueArn: 'arn:aws:sqs:us-east-1:000000000000:tasks',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  batchSize: 10,
  window: 0,
  reportsFailures: false,
  maximumConcurrency: 1,
  enabled: true,
  change: 'Creating',
  changedAt: 0,
  readyAt: 0,
};

describe('Mappings', () => {
  let directory: string;
  let mappings: Mappings;
  /** The queues that pollers read now. */
  let polled: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mappings-'));
    polled = [];
    mappings = open();
  });
  afterEach(async () => {
    await mappings.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const queues: QueueSource = {
    receive: async (queueArn, { signal }) => {
      polled.push(queueArn);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      polled.splice(polled.indexOf(queueArn), 1);
      return [];
    },
    delete: async () => {},
  };
  const unused = async () => assert.fail('No function should be called');
  function open(): Mappings {
    const context = emulatorContext(directory, { clock: new ManualClock() });
    return new Mappings({ context, queues, functions: { invoke: unused, enqueue: unused } });
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const other = { ...MAPPING, uuid: 'two', queueArn: 'arn:aws:sqs:us-east-1:000000000000:other' };

  it('keeps mappings on disk', () => {
    mappings.put(MAPPING);
    mappings.put(other);
    mappings.put({ ...other, batchSize: 5 });
    mappings.remove('one');
    const reopened = open();
    assert.deepEqual(reopened.all(), [{ ...other, batchSize: 5 }]);
    assert.deepEqual(reopened.find('two'), { ...other, batchSize: 5 });
    assert.equal(reopened.find('one'), undefined);
  });

  it('polls only after the start, and each enabled queue once', async () => {
    mappings.put(MAPPING);
    mappings.put({ ...other, enabled: false });
    await settled();
    assert.deepEqual(polled, []);
    mappings.start();
    mappings.start();
    await settled();
    assert.deepEqual(polled, [MAPPING.queueArn]);
  });

  it('polls with the changed mapping, and no longer with the previous one', async () => {
    mappings.start();
    mappings.put(MAPPING);
    mappings.put({ ...MAPPING, queueArn: other.queueArn });
    await settled();
    assert.deepEqual(polled, [other.queueArn]);
    mappings.put({ ...MAPPING, enabled: false });
    await settled();
    assert.deepEqual(polled, []);
  });

  it('stops polling for a removed mapping, and for all when it stops', async () => {
    mappings.start();
    mappings.put(MAPPING);
    mappings.put(other);
    mappings.remove('one');
    await settled();
    assert.deepEqual(polled, [other.queueArn]);
    await mappings.stop();
    assert.deepEqual(polled, []);
    mappings.put(MAPPING);
    await settled();
    assert.deepEqual(polled, []);
  });
});

describe('mappingState', () => {
  it('is the change until it is complete', () => {
    const changing: QueueMapping = { ...MAPPING, change: 'Updating', readyAt: 100 };
    assert.deepEqual([mappingState(changing, 99), mappingState(changing, 100)], ['Updating', 'Enabled']);
    assert.equal(mappingState({ ...changing, enabled: false }, 100), 'Disabled');
  });
});

describe('mappingArn', () => {
  it('contains the account, the region and the UUID', () => {
    assert.equal(
      mappingArn(MAPPING, { account: '012345678901', region: 'sa-east-1' }),
      'arn:aws:lambda:sa-east-1:012345678901:event-source-mapping:one',
    );
  });
});
