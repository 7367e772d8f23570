import assert from 'node:assert/strict';
import { readSettings } from '../../../../src/service/settings.js';
import { type Infrastructure, SANDBOX } from '../support/applied.js';
import { byKey, type Resource } from '../support/plan.js';
import { ACCOUNT } from '../support/terraform.js';

/** Checks who may do what in sandbox, and what its functions can reach. */
export function grantsNoMoreThanNeeded(infrastructure: () => Infrastructure): void {
  let resources: readonly Resource[];
  before(() => {
    resources = infrastructure().resources;
  });

  it('lets only functions that empty the outbox send to a queue', () => {
    const senders = [...byKey(resources, 'aws_iam_role_policy')]
      .filter(([, { values }]) => String(values.policy).includes('sqs:SendMessage'))
      .map(([name]) => name);
    assert.deepEqual(senders.sort(), [
      'create-boleto',
      'process-boletos-to-register',
      'register-boleto',
      'update-boleto',
    ]);
  });

  it('lets a function read no secret except the password', () => {
    for (const { values } of byKey(resources, 'aws_iam_role_policy').values()) {
      const { Statement } = JSON.parse(String(values.policy)) as { Statement: Record<string, unknown>[] };
      assert.deepEqual(Statement.find(({ Sid }) => Sid === 'ReadPassword')?.Condition, {
        'ForAllValues:StringEquals': {
          'dynamodb:LeadingKeys': ['sandbox/database/password', 'sandbox/database/password.pending'],
        },
      });
    }
  });

  it('lets an operator invoke every function, and receive messages only from dead-letter queues', () => {
    const operator = byKey(resources, 'aws_iam_policy').get('operator');
    const { Statement } = JSON.parse(String(operator?.values.policy)) as {
      Statement: { Action: string | string[]; Resource: string | string[] }[];
    };
    const resourcesOf = (action: string) =>
      Statement.filter(({ Action }) => [Action].flat().includes(action)).flatMap(({ Resource }) => Resource);
    const queue = `arn:aws:sqs:us-east-1:${ACCOUNT}:sandbox-boletos-to-register`;
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'StartMessageMoveTask']) {
      assert.deepEqual(resourcesOf(`sqs:${action}`), [`${queue}-dead-letter`]);
    }
    assert.deepEqual(resourcesOf('sqs:SendMessage'), [queue]);
    const functions = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:sandbox-superbowleto-*`;
    assert.deepEqual(resourcesOf('lambda:InvokeFunction'), [functions]);
  });

  it('has no connection to a bank or the internet by default', () => {
    const types = new Set(resources.map(({ type }) => type));
    assert.equal(types.has('aws_nat_gateway'), false);
    for (const { values } of byKey(resources, 'aws_iam_role_policy').values()) {
      assert.doesNotMatch(String(values.policy), /providers\//);
    }
  });

  it('gives the address of a connected bank to every function, its credentials to those that register, and adds a NAT gateway', async () => {
    const banks = JSON.stringify({ bradesco_url: 'https://bank.example' });
    const connected = await infrastructure().planned(`-var=banks=${banks}`);
    const functions = byKey(connected, 'aws_lambda_function');
    assert.deepEqual([...functions.keys()].sort(), Object.keys(infrastructure().project.functions).sort());
    for (const { values } of functions.values()) {
      const [{ variables }] = values.environment as [{ variables: Record<string, string> }];
      const { providerUrls } = readSettings({ ...variables, AWS_REGION: 'us-east-1' });
      assert.deepEqual(providerUrls, { bradesco: 'https://bank.example', boletoApi: undefined });
    }
    const readers = [...byKey(connected, 'aws_iam_role_policy')].filter(([, { values }]) =>
      String(values.policy).includes('sandbox/providers/bradesco'),
    );
    assert.deepEqual(readers.map(([name]) => name).sort(), ['create-boleto', 'register-boleto']);
    const ways = connected.filter(({ type }) => type === 'aws_nat_gateway');
    assert.equal(ways.length, 1);
  });

  it('refuses an address of a bank without TLS', async () => {
    const banks = JSON.stringify({ boleto_api_url: 'http://gateway.example' });
    const { code, output } = await infrastructure().workspace.run(SANDBOX, 'plan', `-var=banks=${banks}`);
    assert.equal(code, 1);
    assert.match(output, /A bank's address starts with https:\/\//);
  });
}
