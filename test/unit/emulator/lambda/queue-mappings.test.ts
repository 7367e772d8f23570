import assert from 'node:assert/strict';
import { sqsEvent } from '../../../../src/emulator/lambda/queues/sqs-event.js';
import { ARN, LambdaApi } from './lambda-api.js';

const TARGET = '/2015-03-31/event-source-mappings';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:tasks';

describe("event source mappings of the emulator's Lambda", () => {
  let lambda: LambdaApi;
  beforeEach(async () => {
    lambda = new LambdaApi();
    await lambda.create('f');
    await lambda.create('g');
  });
  afterEach(() => lambda.stop());

  const create = async (more: object = {}) =>
    (await lambda.call('POST', TARGET, { EventSourceArn: QUEUE, FunctionName: 'f', ...more }))[1];
  const update = async (uuid: string, more: object) =>
    (await lambda.call('PUT', `${TARGET}/${uuid}`, more))[1];

  it('are created with defaults, and enabled a little later', async () => {
    const [status, { UUID, EventSourceMappingArn, LastModified, ...rest }] = await lambda.call(
      'POST',
      TARGET,
      {
        EventSourceArn: QUEUE,
        FunctionName: 'f',
      },
    );
    assert.equal(status, 202);
    assert.deepEqual(rest, {
      EventSourceArn: QUEUE,
      FunctionArn: ARN,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      State: 'Creating',
      StateTransitionReason: 'USER_INITIATED',
    });
    assert.equal(EventSourceMappingArn, `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${UUID}`);
    assert.equal(LastModified, lambda.clock.now().getTime() / 1000);
    await lambda.settle();
    assert.equal((await lambda.get(`${TARGET}/${UUID}`)).State, 'Enabled');
  });

  it('keep the settings that they are given, and those that an update leaves out', async () => {
    const given = {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    };
    const { UUID, ...created } = await create(given);
    const settings = (all: Record<string, unknown>) =>
      Object.fromEntries(Object.keys(given).map((key) => [key, all[key]]));
    assert.deepEqual(settings(created), given);
    await lambda.settle();
    const updated = await update(UUID, {});
    assert.deepEqual([settings(updated), updated.State], [given, 'Updating']);
    const changed = await update(UUID, {
      FunctionName: 'g',
      FunctionResponseTypes: [],
      ScalingConfig: {},
      BatchSize: 9,
    });
    assert.deepEqual(
      [changed.FunctionArn, changed.FunctionResponseTypes, changed.ScalingConfig, changed.BatchSize],
      [ARN.replace(/f$/, 'g'), [], undefined, 9],
    );
  });

  it('are switched off and on', async () => {
    const { UUID, State } = await create({ Enabled: false });
    assert.equal(State, 'Creating');
    await lambda.settle();
    assert.equal((await lambda.get(`${TARGET}/${UUID}`)).State, 'Disabled');
    assert.equal((await update(UUID, { Enabled: true })).State, 'Enabling');
    await lambda.settle();
    assert.equal((await update(UUID, { Enabled: false })).State, 'Disabling');
  });

  it('are listed by function and by queue, and deleted', async () => {
    const other = QUEUE.replace('tasks', 'others');
    const first = await create();
    const second = await create({ EventSourceArn: other });
    const third = await create({ FunctionName: 'g' });
    const list = async (query = '') =>
      (await lambda.get(`${TARGET}/${query}`)).EventSourceMappings.map(({ UUID }: { UUID: string }) => UUID);
    assert.deepEqual(await list(), [first.UUID, second.UUID, third.UUID]);
    assert.deepEqual(await list('?FunctionName=f'), [first.UUID, second.UUID]);
    assert.deepEqual(await list(`?EventSourceArn=${QUEUE}`), [first.UUID, third.UUID]);
    const [status, deleted] = await lambda.call('DELETE', `${TARGET}/${first.UUID}`);
    assert.deepEqual([status, deleted.State], [202, 'Deleting']);
    const missing = {
      code: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    };
    await assert.rejects(lambda.get(`${TARGET}/${first.UUID}`), missing);
  });

  it('exist once for a queue and a function', async () => {
    const { UUID } = await create();
    await assert.rejects(create(), {
      code: 'ResourceConflictException',
      message: `The event source arn (" ${QUEUE} ") and function (" f ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    });
  });

  it('are of queues, without what would have no effect here', async () => {
    await assert.rejects(
      create({ EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/a' }),
      /CreateEventSourceMapping of arn:aws:kinesis\S+ \(queues only\)/,
    );
    const { UUID } = await create();
    for (const member of [
      'FilterCriteria',
      'DestinationConfig',
      'KMSKeyArn',
      'MetricsConfig',
      'ProvisionedPollerConfig',
    ]) {
      const more = { [member]: { any: 'thing' } };
      await assert.rejects(create(more), new RegExp(`CreateEventSourceMapping with ${member}`));
      await assert.rejects(update(UUID, more), new RegExp(`UpdateEventSourceMapping with ${member}`));
      await update(UUID, { [member]: {} });
    }
  });

  it('have batches, windows and concurrency within limits', async () => {
    const window = { MaximumBatchingWindowInSeconds: 1 };
    for (const [settings, text] of [
      [{ BatchSize: 0 }, 'Member must have value greater than or equal to 1'],
      [{ ...window, BatchSize: 10_001 }, 'Member must have value less than or equal to 10000'],
      [{ MaximumBatchingWindowInSeconds: -1 }, 'Member must have value greater than or equal to 0'],
      [{ MaximumBatchingWindowInSeconds: 301 }, 'Member must have value less than or equal to 300'],
      [{ ScalingConfig: { MaximumConcurrency: 1 } }, 'Member must have value greater than or equal to 2'],
      [{ ScalingConfig: { MaximumConcurrency: 1001 } }, 'Member must have value less than or equal to 1000'],
      [{ FunctionResponseTypes: ['other'] }, 'Member must satisfy enum value set: [ReportBatchItemFailures]'],
    ] as const) {
      await assert.rejects(create(settings), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'ValidationException');
        assert.ok(error.message.endsWith(text), error.message);
        return true;
      });
    }
    await assert.rejects(create({ BatchSize: 11 }), {
      code: 'InvalidParameterValueException',
      message:
        'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    });
    const { UUID } = await create({ BatchSize: 1 });
    for (const settings of [
      { BatchSize: 10_000, ...window },
      { MaximumBatchingWindowInSeconds: 300 },
      { ScalingConfig: { MaximumConcurrency: 2 } },
      { ScalingConfig: { MaximumConcurrency: 1000 } },
    ])
      await update(UUID, settings);
  });
});

describe('sqsEvent', () => {
  it('has each message with its attributes, in camel case', () => {
    const message = {
      messageId: '1',
      receiptHandle: 'handle',
      body: '{}',
      md5OfBody: 'md5',
      attributes: { SentTimestamp: '0' },
      messageAttributes: {},
    };
    const common = { eventSource: 'aws:sqs', eventSourceARN: QUEUE, awsRegion: 'us-east-1' };
    const messageAttributes = {
      text: { StringValue: '', DataType: 'String' },
      bytes: { BinaryValue: 'AA==', DataType: 'Binary' },
    };
    const lists = { stringListValues: [], binaryListValues: [] };
    assert.deepEqual(
      sqsEvent(
        [message, { ...message, messageAttributes, md5OfMessageAttributes: 'other' }],
        QUEUE,
        'us-east-1',
      ),
      {
        Records: [
          { ...message, ...common },
          {
            ...message,
            ...common,
            messageAttributes: {
              text: { stringValue: '', ...lists, dataType: 'String' },
              bytes: { binaryValue: 'AA==', ...lists, dataType: 'Binary' },
            },
            md5OfMessageAttributes: 'other',
          },
        ],
      },
    );
  });
});
