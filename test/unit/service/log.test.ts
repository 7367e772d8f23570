import assert from 'node:assert/strict';
import { count, log } from '../../../src/service/log.js';
import { linesOf } from './lines.js';

describe('log', () => {
  const logged = async (...entry: Parameters<typeof log>) => {
    const { lines } = await linesOf(async () => log(...entry));
    assert.equal(lines.length, 1);
    const { time, ...rest } = JSON.parse(lines[0] ?? '');
    assert.match(time, /^\d{4}-\d{2}-\d{2}T[\d:]{8}\.\d{3}Z$/);
    return rest;
  };

  it('writes one JSON line for each event', async () => {
    assert.deepEqual(await logged('outbox-swept', { sent: 1, request_id: null, left: undefined }), {
      event: 'outbox-swept',
      sent: 1,
      request_id: null,
    });
  });

  it("embeds metrics in CloudWatch's format, by environment and issuer", async () => {
    const fields = { issuer: 'bradesco', boleto_id: 'bol_1' };
    const { _aws, ...line } = await logged('registration', fields, {
      Registered: count(),
      BankLatency: { value: 120, unit: 'Milliseconds' },
    });
    assert.deepEqual(line, {
      event: 'registration',
      ...fields,
      environment: process.env.ENVIRONMENT ?? '',
      Registered: 1,
      BankLatency: 120,
    });
    assert.equal(Number.isInteger(_aws.Timestamp), true);
    assert.deepEqual(_aws.CloudWatchMetrics, [
      {
        Namespace: 'superbowleto',
        Dimensions: [['environment'], ['environment', 'issuer']],
        Metrics: [
          { Name: 'Registered', Unit: 'Count' },
          { Name: 'BankLatency', Unit: 'Milliseconds' },
        ],
      },
    ]);
  });
});
