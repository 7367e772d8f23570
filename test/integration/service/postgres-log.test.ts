import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useApi } from './api.js';
import { validBody } from './harness.js';

describe("PostgreSQL's log", () => {
  const { service, api } = useApi();

  it("had an error with the key of each replay: it has none, and no payer's data", async () => {
    const keyed = (method: string, path: string, key: string, body?: unknown) =>
      api({ method, path, headers: { 'Idempotency-Key': key }, ...(body === undefined ? {} : { body }) });
    for (let round = 0; round < 3; round++) {
      const { id } = (await keyed('POST', '/boletos', 'secret-key-1', validBody())).json();
      await keyed('PATCH', `/boletos/${id}`, 'secret-key-2', { paid_amount: 0, bank_response_code: '06' });
      await keyed('POST', `/boletos/${id}/cancel`, 'secret-key-3');
      await keyed('POST', '/boletos', 'secret-key-1', validBody({ amount: 1 }));
      await keyed('POST', '/boletos', 'secret-key-4', validBody({ title_id: 1 }));
    }
    // The server writes its messages in order: once this one is there, all earlier ones are.
    await assert.rejects(service.sql('SELECT the_last_message'));
    const [row] = await service.sql(`SELECT current_setting('data_directory') AS directory`);
    const path = join(String(row?.directory), '..', 'postgres.log');
    let log = '';
    for (let look = 0; look < 1_000 && !log.includes('the_last_message'); look++)
      log = readFileSync(path, 'utf8');
    const errors = log.split('\n').filter((line) => /ERROR|DETAIL|secret-key/.test(line));
    assert.deepEqual(
      errors.filter((line) => !line.includes('the_last_message')),
      [],
    );
    assert.equal(errors.length, 1);
  });
});
