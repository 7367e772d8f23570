import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { prepare } from '../../../../src/service/api/prepare.js';
import { rehearsePost } from '../../../../src/service/api/rehearse.js';
import { createBoletoRepository } from '../../../../src/service/boletos/repository.js';
import { createSchema } from '../../../../src/service/boletos/schema.js';
import type { Database } from '../../../../src/service/database/connection.js';
import { createQueues } from '../../../../src/service/registration/queue.js';
import { linesOf } from '../../../unit/service/lines.js';
import { call, grantWallet, useService, validBody } from '../harness.js';

const NEEDS = { queues: true, links: false, schemas: [createSchema] };
const VARIABLES = {
  AWS_LAMBDA_FUNCTION_NAME: 'test-create-boleto',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

/** A repository that records the text of each statement. */
function recording(database: Database) {
  const statements: string[] = [];
  const query: Database['query'] = (text, values, deadline) => {
    statements.push(text);
    return database.query(text, values, deadline);
  };
  return { statements, repository: createBoletoRepository({ ...database, query }) };
}

describe('the init phase of an execution environment', () => {
  const service = useService();
  const kept = new Map<string, string | undefined>();
  let sqs: Server;
  let requests = 0;

  before(async () => {
    for (const [name, value] of Object.entries(VARIABLES)) {
      kept.set(name, process.env[name]);
      process.env[name] = value;
    }
    sqs = createServer((_, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => sqs.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    sqs?.close();
  });

  it('connects, and loads the client of SQS without sending a message', async () => {
    const url = `http://127.0.0.1:${(sqs.address() as AddressInfo).port}/123456789012/test-boletos-to-register`;
    const settings = { ...service.settings, boletosToRegisterQueueUrl: url };
    const { lines } = await linesOf(() =>
      prepare(() => ({ ...service, settings, queues: createQueues() }), NEEDS),
    );
    assert.deepEqual(lines, []);
    assert.equal(requests, 0);
    const sessions = `SELECT FROM pg_stat_activity WHERE application_name = 'superbowleto' AND state = 'idle'`;
    assert.ok((await service.sql(sessions)).length > 0);
  });

  it('rehearses the statements of a POST, and writes nothing', async () => {
    await grantWallet(service, 'default', { agency: '1', account: '1' });
    const { repository, statements } = recording(service.database);
    const tables = ['boletos', 'outbox', 'idempotency_keys', 'title_ids'];
    const rows = () => Promise.all(tables.map((table) => service.sql(`SELECT * FROM ${table}`)));
    const before = await rows();
    const { lines } = await linesOf(() =>
      prepare(() => ({ ...service, repository }), { ...NEEDS, queues: false, rehearse: rehearsePost }),
    );
    assert.deepEqual(lines, []);
    assert.deepEqual(await rows(), before);
    const rehearsed = statements.splice(0);
    const { status } = await call((request) => postBoleto({ ...service, repository }, request), {
      method: 'POST',
      body: validBody(),
    });
    assert.equal(status, 201);
    assert.deepEqual(rehearsed, statements);
  });

  it('leaves to the first request what fails, and logs it', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const database = { ...service.database, search: () => Promise.reject(refused) };
    const { lines } = await linesOf(() => prepare(() => ({ ...service, database }), NEEDS));
    assert.deepEqual(
      lines.map((line) => [JSON.parse(line).event, JSON.parse(line).code]),
      [['not-prepared', 'ECONNREFUSED']],
    );
  });

  it('leaves settings that are missing to the first request', async () => {
    const missing = () => {
      throw Object.assign(new Error('lacks ENVIRONMENT'), { code: 'MISSING_SETTING' });
    };
    const { lines } = await linesOf(() => prepare(missing, NEEDS));
    assert.equal(JSON.parse(lines[0] ?? '').code, 'MISSING_SETTING');
  });

  it('does nothing outside Lambda', async () => {
    delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    const opened = () => {
      throw new Error('the service was opened');
    };
    const { lines } = await linesOf(() => prepare(opened, NEEDS));
    assert.deepEqual(lines, []);
  });
});
