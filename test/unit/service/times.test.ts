import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadProject, type Project } from '../../../src/project/index.js';
import { PREPARE_TIMEOUT } from '../../../src/service/api/prepare.js';
import { LEASE_SECONDS } from '../../../src/service/boletos/times.js';
import { CONNECT_TIMEOUT, STATEMENT_TIMEOUT } from '../../../src/service/database/connection.js';
import { PATIENCE } from '../../../src/service/database/repeat.js';
import { MARGIN } from '../../../src/service/http/handler.js';
import { ENOUGH } from '../../../src/service/registration/process-batch.js';
import { PROVIDER_TIMEOUT, SETTLE_TIME } from '../../../src/service/registration/register.js';

/** Seconds: API Gateway's default limit of an integration. */
const API_GATEWAY = 29;

describe('the times of a request', () => {
  let project: Project;
  before(async () => {
    project = await loadProject(fileURLToPath(new URL('../../../superbowleto.yml', import.meta.url)));
  });
  const http = () => Object.values(project.functions).filter(({ trigger }) => trigger.type === 'routes');
  const longest = () => Math.max(...http().map(({ timeout }) => timeout));
  const queued = () => project.functions['register-boleto']?.timeout ?? Number.NaN;
  const hidden = () => project.queues['boletos-to-register']?.visibilityTimeout ?? Number.NaN;

  it('leave time for the answer after a bank that did not answer', () => {
    assert.ok(longest() < API_GATEWAY);
    assert.ok((PROVIDER_TIMEOUT + SETTLE_TIME + MARGIN) / 1_000 < longest());
    assert.ok(PROVIDER_TIMEOUT + SETTLE_TIME < ENOUGH && ENOUGH / 1_000 < queued());
    assert.ok(queued() < LEASE_SECONDS && 6 * queued() <= hidden());
    assert.ok(PREPARE_TIMEOUT / 1_000 < longest());
  });

  it('are those of docs/registration.md', () => {
    const text = readFileSync(new URL('../../../docs/registration.md', import.meta.url), 'utf8');
    const [, section = ''] = text.split('\n## Times\n');
    const rows = section.split('\n## ')[0]?.matchAll(/^\| ([^|]+) \| ([\d.]+) \|/gm) ?? [];
    assert.deepEqual(Object.fromEntries([...rows].map(([, what, seconds]) => [what, Number(seconds)])), {
      'API Gateway waits for a function': API_GATEWAY,
      'an HTTP function runs at most': longest(),
      '`register-boleto` runs at most': queued(),
      'its message is hidden from other receivers': hidden(),
      'a lease of an attempt': LEASE_SECONDS,
      'left of a run to begin a message': ENOUGH / 1_000,
      'a bank answers': PROVIDER_TIMEOUT / 1_000,
      'left to write the outcome': SETTLE_TIME / 1_000,
      'left to send the answer': MARGIN / 1_000,
      'a connection opens': CONNECT_TIMEOUT / 1_000,
      'a statement runs': STATEMENT_TIMEOUT / 1_000,
      'a statement waits for a server that starts or is read-only': PATIENCE / 1_000,
      'the init phase prepares': PREPARE_TIMEOUT / 1_000,
    });
  });
});
