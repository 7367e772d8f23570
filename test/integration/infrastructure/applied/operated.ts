import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployResult, Status } from '../../../../src/deploy/index.js';
import type { Diagnosis } from '../../../../src/doctor/index.js';
import { type Infrastructure, SANDBOX } from '../support/applied.js';
import { withoutTlsPolicy } from '../support/bucket-policy.js';
import { type Instance, startInstance } from '../support/instance.js';
import { Operator } from '../support/operator.js';
import { byKey } from '../support/plan.js';
import { tracesOf } from '../support/traces.js';

const CHECK = 'sandbox-superbowleto-check-database';

/**
 * Runs what an operator does with sbw after the apply. Each test continues from the previous one. moto's Lambda runs no
 * code and returns the payload: enough for the first calls of a deploy, but not for commands that ask a function.
 */
export function isOperated(infrastructure: () => Infrastructure): void {
  let operator: Operator;
  let instance: Instance;
  /** Values that must not be in any file of Terraform. */
  const secrets: string[] = [];

  before(async () => {
    operator = await Operator.at(infrastructure().moto.endpoint);
    const [made] = byKey(infrastructure().resources, 'aws_db_instance').values();
    instance = await startInstance(infrastructure(), String(made?.values.address));
  });
  after(async () => {
    await instance?.stop();
    operator?.remove();
  });

  it('is written into superbowleto.yml by sbw init', async () => {
    const { code, stdout, stderr } = await operator.sbw('init', [], {
      input: await infrastructure().outputs(),
    });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, 'sandbox in superbowleto.yml now has account.\nNext: sbw doctor --env sandbox\n');
    operator.git('commit', '--quiet', '--all', '--message', 'The account of sandbox');
  });

  it('is released by sbw deploy, every function at once', async () => {
    const { code, stdout, stderr } = await withoutTlsPolicy(infrastructure(), () =>
      operator.sbw('deploy', ['--env', 'sandbox', '--ref', 'main', '--json']),
    );
    assert.equal(code, 0, stderr);
    const { state, functions } = JSON.parse(stdout) as DeployResult;
    assert.equal(state, 'released');
    assert.deepEqual(
      functions.map(({ name, status, version }) => [name, status, version]),
      Object.keys(infrastructure().project.functions).map((name) => [name, 'updated', '2']),
    );
    const status = await operator.sbw('status', ['--env', 'sandbox', '--json']);
    assert.deepEqual(
      (JSON.parse(status.stdout) as Status).functions.map(({ version }) => version),
      functions.map(() => '2'),
    );
  });

  it('is not rotated if check-database does not answer', async () => {
    const { code, stderr } = await operator.sbw('rotate-password', ['sandbox', '--repair']);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`Error: ${CHECK} did not answer as a check-database function does`));
    assert.deepEqual(await infrastructure().secrets(), []);
  });

  it('is not rotated if the certificate of the database is unknown', async () => {
    const env = { ...instance.env, NODE_EXTRA_CA_CERTS: undefined };
    const { code, stderr } = await operator.sbw('rotate-password', ['sandbox', '--repair', '--force'], {
      env,
    });
    assert.equal(code, 1);
    assert.match(stderr, /Error: .*NODE_EXTRA_CA_CERTS/);
    // The rotation has begun. The next run finishes it.
    assert.deepEqual(
      (await infrastructure().secrets()).map(({ name }) => name),
      ['sandbox/database/password.pending'],
    );
  });

  it('is rotated: RDS gets the new password, which then logs in with TLS', async () => {
    const [{ code, stderr }] = await Promise.all([
      operator.sbw('rotate-password', ['sandbox', '--repair', '--force'], { env: instance.env }),
      instance.applyPassword(),
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Resuming: .*Asked RDS .*The new password logs in\n.*Promoted: /s);
    const known = await infrastructure().secrets();
    assert.deepEqual(known.map(({ name }) => name).sort(), [
      'sandbox/database/password',
      'sandbox/database/password.pending',
    ]);
    const [first = '', current = ''] = infrastructure().passwords();
    for (const { value } of known) assert.equal(value, current);
    assert.deepEqual([await instance.logsIn(first), await instance.logsIn(current)], [false, true]);
  });

  it('gets the key that signs links to the pages of payers', async () => {
    const { code, stdout, stderr } = await operator.sbw('rotate-page-key', ['sandbox']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^sandbox\/payer-page\/key has version 1\. /);
  });

  it('is not migrated by a function that does not answer as migrate-database', async () => {
    const { code, stderr } = await operator.sbw('migrate up', ['--env', 'sandbox']);
    assert.equal(code, 1);
    assert.match(stderr, /Error: sandbox-superbowleto-migrate-database did not answer as a migrate-database/);
  });

  it('has no findings of sbw doctor, except where moto differs from AWS', async () => {
    const { stdout, stderr } = await operator.sbw('doctor', ['--env', 'sandbox', '--json'], {
      env: instance.env,
    });
    assert.equal(stderr, '');
    const { checks } = JSON.parse(stdout) as Diagnosis;
    // moto returns the version that the alias had when the trigger was created, not the alias.
    assert.deepEqual(
      checks.filter(({ findings }) => findings.length > 0).map(({ check }) => check),
      ['triggers'],
    );
  });

  it('accepts an API key that is created by hand', async () => {
    const plan = byKey(infrastructure().resources, 'aws_api_gateway_usage_plan').get('')?.values.id;
    const { id, value } = await apiGateway('apikeys', { name: 'example-shop', enabled: true });
    await apiGateway(`usageplans/${plan}/keys`, { keyId: id, keyType: 'API_KEY' });
    assert.ok(value);
    secrets.push(value);
  });

  it('has no changes to apply', () => infrastructure().assertNoChanges());

  it('keeps its password if the instance is imported into the state again, as after a restore', async () => {
    const { workspace } = infrastructure();
    const before = infrastructure().passwords();
    const address = 'module.environment.module.database.aws_db_instance.this';
    await workspace.succeed(SANDBOX, 'state', 'rm', address);
    await workspace.succeed(SANDBOX, 'import', address, 'sandbox-superbowleto');
    await workspace.succeed(SANDBOX, 'apply', '-auto-approve');
    assert.deepEqual(infrastructure().passwords(), before);
    assert.equal(await instance.logsIn(before.at(-1) ?? ''), true);
  });

  it('leaves no password and no API key in a state, a backup, a plan or an output', async () => {
    secrets.push(
      ...infrastructure().passwords(),
      ...(await infrastructure().secrets()).map(({ value }) => value),
    );
    assert.ok(new Set(secrets).size >= 3, 'an API key, the first password and the one after it');
    const { workspace } = infrastructure();
    const { folder } = workspace;
    await workspace.succeed(SANDBOX, 'plan', '-out=after.tfplan');
    writeFileSync(join(folder, 'outputs.json'), await infrastructure().outputs());
    assert.deepEqual(await tracesOf(secrets, folder), []);
    // The search finds a text that is there:
    const known = 'password.pending';
    const found = (await tracesOf([known], folder)).map((file) => file.slice(folder.length + 1));
    assert.ok(found.includes(`${SANDBOX}/terraform.tfstate`), found.join(' '));
    assert.ok(
      found.some((file) => file.includes('.tfplan-unpacked/')),
      found.join(' '),
    );
  });

  /** Sends a request as `aws apigateway` does. moto reads the service from the signature. */
  async function apiGateway(path: string, body: object): Promise<{ id?: string; value?: string }> {
    const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0`;
    const options = { method: 'POST', headers: { authorization }, body: JSON.stringify(body) };
    const response = await fetch(`${infrastructure().moto.endpoint}/${path}`, options);
    assert.ok(response.ok, `${path}: ${response.status}`);
    return (await response.json()) as { id?: string; value?: string };
  }
}
