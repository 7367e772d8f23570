import assert from 'node:assert/strict';
import { CloudWatchService } from '../../../../src/emulator/cloudwatch/index.js';
import { callJson, emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const Dimensions = [
  { Name: 'environment', Value: 'test' },
  { Name: 'function', Value: 'f' },
];
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('CloudWatchService', () => {
  let clock: ManualClock;
  let service: CloudWatchService;
  /** The start of the minute in which the clock starts. */
  let minute: number;

  beforeEach(() => {
    clock = new ManualClock();
    service = new CloudWatchService(emulatorContext('/none', { clock }));
    minute = Math.floor(clock.start / MINUTE) * MINUTE;
  });

  const datum = (changes: object = {}) => ({ MetricName: 'Done', Dimensions, Value: 1, ...changes });
  const put = (...MetricData: object[]) => callJson(service, 'PutMetricData', { Namespace: 'N', MetricData });
  const query = (changes: { Stat?: string; Period?: number; Metric?: object } = {}) => ({
    Id: 'one',
    MetricStat: {
      Metric: { Namespace: 'N', MetricName: 'Done', Dimensions, ...changes.Metric },
      Period: changes.Period ?? 60,
      Stat: changes.Stat ?? 'Sum',
    },
  });
  const input = (changes: object = {}) => ({
    MetricDataQueries: [query()],
    StartTime: (minute - HOUR) / 1000,
    EndTime: (minute + HOUR) / 1000,
    ...changes,
  });
  const get = (changes: object = {}) => callJson(service, 'GetMetricData', input(changes));
  const resultOf = async (changes: object = {}) => {
    const { MetricDataResults } = await get(changes);
    return [
      MetricDataResults[0].Timestamps.map((time: number) => time * 1000 - minute),
      MetricDataResults[0].Values,
    ];
  };

  it('has the scope "monitoring"', () => assert.equal(service.scope, 'monitoring'));

  it('answers the whole result', async () => {
    await put(datum({ Unit: 'Count' }));
    assert.deepEqual(await get(), {
      MetricDataResults: [
        { Id: 'one', Label: 'Done', Timestamps: [minute / 1000], Values: [1], StatusCode: 'Complete' },
      ],
      Messages: [],
    });
  });

  it('groups values by period, the newest first unless the oldest is asked for', async () => {
    for (const [seconds, Value] of [
      [0, 1],
      [59, 2],
      [60, 4],
    ] as const)
      await put(datum({ Value, Timestamp: minute / 1000 + seconds }));
    assert.deepEqual(await resultOf(), [
      [MINUTE, 0],
      [4, 3],
    ]);
    assert.deepEqual(await resultOf({ ScanBy: 'TimestampDescending' }), await resultOf());
    assert.deepEqual(await resultOf({ ScanBy: 'TimestampAscending' }), [
      [0, MINUTE],
      [3, 4],
    ]);
    assert.deepEqual((await resultOf({ MetricDataQueries: [query({ Period: 3600 })] }))[1], [7]);
  });

  it('sorts the periods of values that arrive out of order', async () => {
    await put(datum({ Timestamp: minute / 1000 + 60 }), datum({ Timestamp: minute / 1000 }));
    assert.deepEqual((await resultOf({ ScanBy: 'TimestampAscending' }))[0], [0, MINUTE]);
  });

  it('includes the start time and excludes the end time', async () => {
    const StartTime = minute / 1000;
    for (const seconds of [-1, 0, 119, 120]) await put(datum({ Timestamp: StartTime + seconds }));
    assert.deepEqual((await resultOf({ StartTime, EndTime: StartTime + 120 }))[1], [1, 1]);
  });

  it('separates metrics by namespace, name and all dimensions, in any order', async () => {
    await put(datum());
    const valuesFor = async (Metric: object) =>
      (await resultOf({ MetricDataQueries: [query({ Metric })] }))[1];
    assert.deepEqual(await valuesFor({ Dimensions: [...Dimensions].reverse() }), [1]);
    for (const other of [
      { Namespace: 'M' },
      { MetricName: 'Other' },
      { Dimensions: Dimensions.slice(1) },
      { Dimensions: undefined },
      { Dimensions: [...Dimensions, { Name: 'more', Value: 'x' }] },
      { Dimensions: [Dimensions[0], { Name: 'function', Value: 'g' }] },
    ])
      assert.deepEqual(await valuesFor(other), [], JSON.stringify(other));
  });

  it('keeps a sample for an hour', async () => {
    service.metrics.record({ namespace: 'N', name: 'Done', dimensions: {} }, 1);
    const count = () =>
      [
        ...service.metrics
          .periods({ namespace: 'N', name: 'Done', dimensions: {} }, 0, Infinity, HOUR)
          .values(),
      ].flat().length;
    await clock.advance(HOUR);
    service.metrics.record({ namespace: 'N', name: 'Done', dimensions: {} }, 1);
    assert.equal(count(), 2);
    await clock.advance(1);
    service.metrics.record({ namespace: 'N', name: 'Done', dimensions: {} }, 1);
    assert.equal(count(), 2);
  });

  const dimensions = (count: number) => many(count).map((index) => ({ Name: `n${index}`, Value: 'v' }));
  for (const [title, data] of [
    ['1,000 values', many(1000).map(() => datum())],
    ['30 dimensions', [datum({ Dimensions: dimensions(30) })]],
    ['no dimensions', [datum({ Dimensions: undefined })]],
  ] as [string, object[]][]) {
    it(`accepts ${title}`, async () => assert.deepEqual(await put(...data), {}));
  }

  for (const [title, data, message] of [
    ['no values', [], /^MetricData: /],
    ['1,001 values', many(1001).map(() => datum()), /^MetricData: /],
    ['31 dimensions', [datum({ Dimensions: dimensions(31) })], /^MetricData\.0\.Dimensions: /],
    [
      'a dimension without a name',
      [datum({ Dimensions: [{ Name: '', Value: 'v' }] })],
      /Dimensions\.0\.Name: /,
    ],
    [
      'a dimension without a value',
      [datum({ Dimensions: [{ Name: 'n', Value: '' }] })],
      /Dimensions\.0\.Value: /,
    ],
    ['a metric without a name', [datum({ MetricName: '' })], /^MetricData\.0\.MetricName: /],
    ['a metric without a value', [datum(), datum({ Value: undefined })], /^MetricData\.1\.Value: /],
    ['a set of statistics', [datum({ StatisticValues: { Sum: 1 } })], /^MetricData\.0: .*StatisticValues/],
    ['a list of values', [datum({ Values: [1] })], /^MetricData\.0: .*Values/],
  ] as [string, object[], RegExp][]) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(put(...data), { code: 'InvalidParameterValueException', status: 400, message });
    });
  }

  for (const Namespace of ['', ':N', undefined]) {
    it(`refuses the namespace ${Namespace}`, async () => {
      await assert.rejects(callJson(service, 'PutMetricData', { Namespace, MetricData: [datum()] }), {
        code: 'InvalidParameterValueException',
      });
    });
  }

  const withId = (Id: string) => ({ ...query(), Id });
  for (const [title, changes] of [
    ['500 queries', { MetricDataQueries: many(500).map((index) => withId(`q${index}_Z`)) }],
  ] as const) {
    it(`answers ${title}`, async () => assert.equal((await get(changes)).MetricDataResults.length, 500));
  }

  for (const [title, changes] of [
    ['no queries', { MetricDataQueries: [] }],
    ['501 queries', { MetricDataQueries: many(501).map((index) => withId(`q${index}`)) }],
    ['an id with a capital first', { MetricDataQueries: [withId('One')] }],
    ['an id with a hyphen', { MetricDataQueries: [withId('a-b')] }],
    ['a period of 0', { MetricDataQueries: [query({ Period: 0 })] }],
    ['a period with a fraction', { MetricDataQueries: [query({ Period: 1.5 })] }],
    ['no start time', { StartTime: undefined }],
    ['no end time', { EndTime: undefined }],
    ['an unknown order', { ScanBy: 'Other' }],
  ] as const) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(get(changes), { code: 'InvalidParameterValueException', status: 400 });
    });
  }

  it('answers 501 to another operation', async () => {
    await assert.rejects(callJson(service, 'ListMetrics'), {
      code: 'NotImplemented',
      message: /CloudWatch ListMetrics\./,
    });
  });
});
