import assert from 'node:assert/strict';
import { readSettings } from '../../../../src/service/settings.js';
import type { Infrastructure } from '../support/applied.js';
import { byKey, type Resource } from '../support/plan.js';
import { ACCOUNT } from '../support/terraform.js';

/** Checks that the resources of sandbox are those of superbowleto.yml. */
export function matchesTheProject(infrastructure: () => Infrastructure): void {
  let resources: readonly Resource[];
  before(() => {
    resources = infrastructure().resources;
  });

  it('has the names of superbowleto.yml', async () => {
    const { environment } = JSON.parse(await infrastructure().outputs());
    const sandbox = infrastructure().project.environments.sandbox;
    assert.ok(sandbox);
    assert.deepEqual(environment.value, {
      account: ACCOUNT,
      region: sandbox.region,
      s3_bucket: sandbox.bucket,
      credstash: sandbox.credstash,
      operations_table: sandbox.operationsTable,
      database: { instance: sandbox.database.identifier, name: 'superbowleto', user: 'superbowleto' },
    });
  });

  it('has every function of superbowleto.yml, with all variables that the service reads', () => {
    const functions = byKey(resources, 'aws_lambda_function');
    assert.deepEqual([...functions.keys()].sort(), Object.keys(infrastructure().project.functions).sort());
    for (const [name, { values }] of functions) {
      assert.equal(values.function_name, `sandbox-superbowleto-${name}`);
      const [{ variables }] = values.environment as [{ variables: Record<string, string> }];
      const settings = readSettings({ ...variables, AWS_REGION: 'us-east-1' });
      assert.equal(settings.environment, 'sandbox');
      assert.equal(settings.database.ssl, 'verify-full');
      assert.match(settings.boletosToRegisterQueueUrl, /\/123456789012\/sandbox-boletos-to-register$/);
    }
  });

  it('points every trigger at the alias', () => {
    // moto returns the version instead, so this reads the alias from the request that created the mapping.
    const mapping = infrastructure()
      .moto.requests()
      .find((body) => body.includes('"EventSourceArn"'));
    const invoked = [
      (JSON.parse(mapping ?? '{}') as { FunctionName?: string }).FunctionName,
      ...[...byKey(resources, 'aws_cloudwatch_event_target').values()].map((r) => r.values.arn),
      ...resources.filter((r) => r.type === 'aws_api_gateway_integration').map((r) => r.values.uri),
    ];
    assert.equal(invoked.length, 2 + infrastructure().routes().length);
    for (const target of invoked)
      assert.match(String(target), /:sandbox-superbowleto-[a-z-]+:current(\/invocations)?$/);
  });

  it('requires an API key on every route except the open ones', () => {
    const methods = resources.filter(({ type }) => type === 'aws_api_gateway_method');
    const keyed = (needed: boolean) =>
      methods
        .filter(({ values }) => values.api_key_required === needed)
        .map(({ address }) => /endpoint\["(.*)"\]/.exec(address)?.[1])
        .sort();
    const written = (needed: boolean) =>
      infrastructure()
        .routes()
        .filter(({ apiKey }) => apiKey === needed)
        .map(({ method, path }) => `${method} ${path}`)
        .sort();
    assert.deepEqual(keyed(true), written(true));
    assert.deepEqual(keyed(false), written(false));
    // Payers have links, and whoever watches the service has no key. Nothing else is open.
    const open = written(false).filter((route) => !/^[A-Z]+ \/b\/\{id\}/.test(route));
    assert.deepEqual(open, ['GET /health']);
    assert.ok(written(false).includes('GET /b/{id}'));
  });

  it('gives an open route its own limit of requests', () => {
    const open = byKey(resources, 'aws_api_gateway_method_settings').get('GET /health');
    assert.ok(open);
    const [settings] = open.values.settings as [Record<string, unknown>];
    assert.equal(settings.throttling_rate_limit, 10);
    assert.equal(settings.throttling_burst_limit, 20);
  });

  it("gives the payer's page more requests than the other open routes", () => {
    const page = byKey(resources, 'aws_api_gateway_method_settings').get('GET /b/{id}');
    assert.ok(page);
    const [settings] = page.values.settings as [Record<string, unknown>];
    assert.deepEqual([settings.throttling_rate_limit, settings.throttling_burst_limit], [50, 100]);
  });

  it('returns binary bodies for any type that the client accepts', () => {
    // moto forgets them, so this reads them from the request that created the API.
    const creation = infrastructure()
      .moto.requests()
      .find((body) => body.includes('"binaryMediaTypes"'));
    assert.deepEqual(JSON.parse(creation ?? '{}').binaryMediaTypes, ['*/*']);
  });
}
