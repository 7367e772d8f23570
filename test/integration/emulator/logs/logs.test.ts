import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { LogsService } from '../../../../src/emulator/logs/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';
import { until } from '../../../support/until.js';

const GROUP = '/aws/lambda/f';

describe('CloudWatch Logs of the emulator', () => {
  let one: OneService<LogsService>;
  let client: CloudWatchLogsClient;
  before(async () => {
    one = await serveOne((context) => new LogsService(context));
    client = new CloudWatchLogsClient(one.client);
    one.service.append(GROUP, 'one', [
      { timestamp: 1, message: 'a ERROR' },
      { timestamp: 2, message: 'b' },
    ]);
  });
  after(async () => {
    client.destroy();
    await one.stop();
  });

  it('finds events for a client', async () => {
    const { events = [] } = await client.send(
      new FilterLogEventsCommand({ logGroupName: GROUP, filterPattern: 'ERROR' }),
    );
    assert.deepEqual(
      events.map(({ logStreamName, timestamp, message }) => [logStreamName, timestamp, message]),
      [['one', 1, 'a ERROR']],
    );
    await assert.rejects(client.send(new FilterLogEventsCommand({ logGroupName: 'none' })), {
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });

  it('writes events to disk soon after they arrive', async () => {
    const folder = join(one.directory, 'groups', encodeURIComponent(GROUP));
    await until('the file exists', () => readdirSync(folder).includes('newer.jsonl'));
  });
});
