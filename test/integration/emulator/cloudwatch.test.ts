import assert from 'node:assert/strict';
import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchService } from '../../../src/emulator/cloudwatch/index.js';
import { type OneService, serveOne } from '../../support/one-service.js';

const NOW = Date.parse('2026-03-04T05:06:00Z');
const Dimensions = [{ Name: 'environment', Value: 'test' }];

describe('CloudWatch of the emulator', () => {
  let one: OneService<CloudWatchService>;
  let client: CloudWatchClient;

  beforeEach(async () => {
    const clock = { now: () => new Date(NOW), sleep: async () => {} };
    one = await serveOne((context) => new CloudWatchService({ ...context, clock }));
    client = new CloudWatchClient(one.client);
  });
  afterEach(async () => {
    client.destroy();
    await one.stop();
  });

  const put = (...MetricData: NonNullable<PutMetricDataCommand['input']['MetricData']>) =>
    client.send(new PutMetricDataCommand({ Namespace: 'superbowleto', MetricData }));

  async function valuesOf(Stat: string, dimensions = Dimensions): Promise<number[]> {
    const Metric = { Namespace: 'superbowleto', MetricName: 'DeployFailed', Dimensions: dimensions };
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: 'one', MetricStat: { Metric, Period: 60, Stat } }],
        StartTime: new Date(NOW - 600_000),
        EndTime: new Date(NOW + 60_000),
        ScanBy: 'TimestampAscending',
      }),
    );
    return MetricDataResults?.[0]?.Values ?? [];
  }

  it('returns the values that a client put, by minute and by dimensions', async () => {
    const datum = { MetricName: 'DeployFailed', Dimensions, Unit: 'Count' } as const;
    await put({ ...datum, Value: 1, Timestamp: new Date(NOW - 120_000) });
    await put({ ...datum, Value: 1 }, { ...datum, Value: 0 });
    assert.deepEqual(await valuesOf('Maximum'), [1, 1]);
    assert.deepEqual(await valuesOf('SampleCount'), [1, 2]);
    assert.deepEqual(await valuesOf('Sum', [{ Name: 'environment', Value: 'live' }]), []);
  });

  it('accepts a request that the SDK compresses', async () => {
    const names = Array.from({ length: 500 }, (_, index) => ({ MetricName: `Filler${index}`, Value: 1 }));
    await put(...names, { MetricName: 'DeployFailed', Dimensions, Value: 7 });
    assert.deepEqual(await valuesOf('Sum'), [7]);
  });

  it('refuses a set of statistics, and a metric without a value', async () => {
    const statistics = { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 };
    await assert.rejects(put({ MetricName: 'DeployFailed', StatisticValues: statistics }), {
      name: 'InvalidParameterValueException',
    });
    await assert.rejects(put({ MetricName: 'DeployFailed' }), { name: 'InvalidParameterValueException' });
  });
});
