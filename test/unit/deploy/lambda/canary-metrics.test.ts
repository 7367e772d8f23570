import assert from 'node:assert/strict';
import type { CloudWatchClient, GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { readCanaryMetrics } from '../../../../src/deploy/lambda/canary-metrics.js';
import type { Destination } from '../../../../src/deploy/lambda/functions.js';

const signal = new AbortController().signal;
const start = new Date('2026-11-24T12:00:59.999Z');
const end = new Date('2026-11-24T12:05:30.000Z');

const destination = (index: number) =>
  ({
    live: { deployedName: `test-sample-${index}`, alias: { FunctionVersion: '6' } },
    version: '7',
  }) as Destination;

/** Returns a CloudWatch whose pages `answer` decides, and the requests that it got. */
function cloudWatch(answer: (input: GetMetricDataCommandInput) => unknown) {
  const requests: GetMetricDataCommandInput[] = [];
  const send = async ({ input }: { input: GetMetricDataCommandInput }) => {
    requests.push(input);
    return answer(input);
  };
  return { client: { send } as unknown as CloudWatchClient, requests };
}

describe('readCanaryMetrics', () => {
  it('asks nothing for no function', async () => {
    const { client, requests } = cloudWatch(() => ({}));
    assert.deepEqual(await readCanaryMetrics(client, [], { start, end, signal }), []);
    assert.deepEqual(requests, []);
  });

  it('asks for the calls of both versions through the alias, from a whole minute on', async () => {
    const { client, requests } = cloudWatch(() => ({}));
    await readCanaryMetrics(client, [destination(0)], { start, end, signal });
    const [{ MetricDataQueries = [], ...request } = {} as GetMetricDataCommandInput, ...others] = requests;
    assert.deepEqual(others, []);
    assert.deepEqual(request, {
      StartTime: new Date('2026-11-24T12:00:00.000Z'),
      EndTime: end,
      NextToken: undefined,
    });
    const expected = [
      ['before_calls_0', 'Invocations', '6'],
      ['before_errors_0', 'Errors', '6'],
      ['before_duration_0', 'Duration', '6'],
      ['after_calls_0', 'Invocations', '7'],
      ['after_errors_0', 'Errors', '7'],
      ['after_duration_0', 'Duration', '7'],
    ];
    assert.deepEqual(
      MetricDataQueries,
      expected.map(([Id, MetricName, version]) => ({
        Id,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Lambda',
            MetricName,
            Dimensions: [
              { Name: 'FunctionName', Value: 'test-sample-0' },
              { Name: 'Resource', Value: 'test-sample-0:current' },
              { Name: 'ExecutedVersion', Value: version },
            ],
          },
          Period: 60,
          Stat: 'Sum',
        },
      })),
    );
  });

  it('adds up the minutes of all pages, and counts a metric without values as 0', async () => {
    const pages: Record<string, object> = {
      first: {
        NextToken: 'second',
        MetricDataResults: [
          { Id: 'before_calls_0', Values: [1, 2] },
          { Id: 'after_errors_1', Values: [4] },
          { Id: 'after_duration_1' },
        ],
      },
      second: { NextToken: 'third' },
      third: {
        MetricDataResults: [
          { Id: 'before_calls_0', Values: [10] },
          { Id: 'after_calls_1', Values: [20, 0.5] },
        ],
      },
    };
    const { client, requests } = cloudWatch(({ NextToken = 'first' }) => pages[NextToken]);
    const destinations = [destination(0), destination(1)];
    assert.deepEqual(await readCanaryMetrics(client, destinations, { start, end, signal }), [
      {
        destination: destinations[0],
        before: { calls: 13, errors: 0, duration: 0 },
        after: { calls: 0, errors: 0, duration: 0 },
      },
      {
        destination: destinations[1],
        before: { calls: 0, errors: 0, duration: 0 },
        after: { calls: 20.5, errors: 4, duration: 0 },
      },
    ]);
    assert.deepEqual(
      requests.map(({ NextToken }) => NextToken),
      [undefined, 'second', 'third'],
    );
  });

  it('asks for 500 metrics at a time, and forgets none', async () => {
    const { client, requests } = cloudWatch(({ MetricDataQueries = [] }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, Values: [1] })),
    }));
    const destinations = Array.from({ length: 84 }, (_, index) => destination(index));
    const metrics = await readCanaryMetrics(client, destinations, { start, end, signal });
    assert.deepEqual(
      requests.map(({ MetricDataQueries = [] }) => MetricDataQueries.length),
      [500, 4],
    );
    const one = { calls: 1, errors: 1, duration: 1 };
    assert.deepEqual(
      metrics,
      destinations.map((each) => ({ destination: each, before: one, after: one })),
    );
  });
});
