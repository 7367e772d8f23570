import assert from 'node:assert/strict';
import { ListKeysCommand } from '@aws-sdk/client-kms';
import type { Diagnosis } from '../../../src/doctor/index.js';
import { apiId } from '../../../src/emulator/apigateway/event.js';
import { skipBecause } from '../../support/skip.js';
import { deployAndRollBack, look, operate } from './iam/people.js';
import { permissionsFor } from './iam/permissions.js';
import { ENVIRONMENT, type Place, startPlace } from './iam/place.js';
import {
  describeGrant,
  type Grant,
  grantsOf,
  isAllowed,
  type Permission,
  type Statement,
  takes,
} from './iam/policy.js';
import { type Policies, renderPolicies } from './iam/render.js';
import { useEveryFunction } from './iam/scenario.js';
import { missingTool } from './support/terraform.js';

/** What no run of the functions shows, and who needs it. */
const NOT_RECORDED: Readonly<Record<string, string>> = {
  WriteLog: 'Lambda itself writes what a function prints',
  JoinNetwork: 'Lambda itself makes the network interfaces',
  TakeQueue: 'Lambda itself receives and deletes the messages, by the role of the function that takes them',
};

describe('the policies that Terraform makes', function () {
  this.timeout(5 * 60_000);
  const missing = missingTool(['terraform']);
  if (missing) {
    it('allow each function what it calls, and nothing else', function () {
      skipBecause(this, missing);
    });
    return;
  }

  let place: Place;
  let policies: Policies;
  let keyArn: string;
  let diagnosis: Diagnosis;

  before(async () => {
    place = await startPlace();
    keyArn = await theOnlyKey(place);
    const { endpoint, credentials, region } = place.stage;
    const project = place.project.file;
    const made = madeOf(place, keyArn);
    const rendering = renderPolicies({
      endpoint,
      credentials,
      region,
      project,
      environment: ENVIRONMENT,
      made,
    });
    // Both end before the place goes, whatever comes of them.
    const [, worked] = await Promise.allSettled([rendering, workEverything(place)]);
    policies = await rendering;
    if (worked.status === 'rejected') throw worked.reason;
    diagnosis = worked.value;
  });
  after(() => place?.remove());

  function wanted(caller: string): Permission[] {
    const { region, account } = place.stage;
    const where = { region, account, keyArn };
    return place.recording.of(caller).flatMap((call) => permissionsFor(call, where));
  }

  it('allow each function what it calls, and nothing else', () => {
    const names = Object.keys(place.project.functions);
    assert.deepEqual(Object.keys(policies.functions).sort(), [...names].sort());
    const wrong = names.flatMap((name) =>
      compare(policies.functions[name] ?? [], wanted(`${ENVIRONMENT}-superbowleto-${name}`)).map(
        (what) => `${name}: ${what}`,
      ),
    );
    assert.deepEqual(wrong, []);
  });

  it('allow each role what it is for, and nothing else', () => {
    const { reader = [], ci = [], operator = [] } = policies.roles;
    const [reads, deploys, operates] = [wanted('reader'), wanted('ci'), wanted('operator')];
    const all = [...reads, ...deploys, ...operates];
    // Without it `sbw plan` says that what is applied is not known.
    const needed = reads.filter(({ action }) => action !== 'lambda:InvokeFunction');
    assert.deepEqual(
      {
        reader: [...missingIn(reader, needed), ...spareIn(reader, all)],
        ci: [...missingIn(ci, deploys), ...spareIn(ci, all)],
        operator: compare(operator, all),
      },
      { reader: [], ci: [], operator: [] },
    );
  });

  it('let a reader’s sbw doctor look at everything: it finds the queue that stands still here, and nothing else', () => {
    const found = diagnosis.checks.flatMap(({ findings }) => findings.map(({ problem }) => problem));
    assert.deepEqual(found, [
      'takes nothing from sandbox-boletos-to-register: its event source mapping is Disabled',
    ]);
  });

  it('are found wrong with any action fewer, and with any more', () => {
    const caller = `${ENVIRONMENT}-superbowleto-register-boleto`;
    const statements = policies.functions['register-boleto'] ?? [];
    const actions = new Set(wanted(caller).map(({ action }) => action));
    assert.deepEqual([...actions].sort(), [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'kms:Decrypt',
      'sqs:SendMessage',
    ]);
    for (const action of actions) {
      const fewer = statements.map((one) => ({
        ...one,
        Action: [one.Action].flat().filter((each) => each !== action),
      }));
      assert.match(compare(fewer, wanted(caller)).join(), new RegExp(`^may not ${action} on `));
    }
    const more = statements.map((one) => ({ ...one, Action: [...[one.Action].flat(), 'sqs:PurgeQueue'] }));
    assert.match(compare(more, wanted(caller)).join(), /^needs no ReadPassword: sqs:PurgeQueue on /);
  });
});

/** The calls of functions carry their names; those of people and CI are told apart by being made one after another. */
async function workEverything(place: Place): Promise<Diagnosis> {
  await place.recording.as('ci', () => place.deploy());
  await place.recording.as('nobody', () => useEveryFunction(place));
  await place.recording.as('ci', () => deployAndRollBack(place));
  const diagnosis = await place.recording.as('reader', () => look(place));
  await place.recording.as('operator', () => operate(place));
  return diagnosis;
}

/** What is missing in a policy, and what is to spare. */
function compare(statements: readonly Statement[], permissions: readonly Permission[]): string[] {
  return [...missingIn(statements, permissions), ...spareIn(statements, permissions)];
}

function missingIn(statements: readonly Statement[], permissions: readonly Permission[]): string[] {
  const denied = permissions.filter((permission) => !isAllowed(statements, permission));
  const lines = denied.map(({ action, resource, context }) => {
    const said = Object.entries(context).map(([key, values]) => `${key} ${values}`);
    return [`may not ${action} on ${resource}`, ...said].join(', ');
  });
  return [...new Set(lines)];
}

function spareIn(statements: readonly Statement[], permissions: readonly Permission[]): string[] {
  const isUsed = (grant: Grant) => permissions.some((permission) => takes(permission, grant));
  const spare = grantsOf(statements).filter((grant) => !(grant.sid in NOT_RECORDED) && !isUsed(grant));
  return spare.map((grant) => `needs no ${describeGrant(grant)}`);
}

/** By which a call of KMS that names no key is about this one. */
async function theOnlyKey({ connection }: Place): Promise<string> {
  const { Keys = [] } = await connection.kms.send(new ListKeysCommand({}));
  assert.equal(Keys.length, 1);
  return Keys[0]?.KeyArn ?? '';
}

/** What a plan does not know yet, by the addresses of the resources in `modules/environment`. */
function madeOf({ stage, environment, project }: Place, keyArn: string) {
  const { region, account } = stage;
  const arn = (service: string, name: string) => `arn:aws:${service}:${region}:${account}:${name}`;
  const { credstash, operationsTable, database, bucket, name } = environment;
  const service = `${name}-${project.service}`;
  const api = apiId(service);
  const queues = Object.keys(project.queues).flatMap((queue) => [
    [`module.application.aws_sqs_queue.this["${queue}"]`, arn('sqs', `${name}-${queue}`)],
    [`module.application.aws_sqs_queue.dead_letter["${queue}"]`, arn('sqs', `${name}-${queue}-dead-letter`)],
  ]);
  const logs = environment.functions.map((one) => [
    `module.application.aws_cloudwatch_log_group.function["${one}"]`,
    arn('logs', `log-group:/aws/lambda/${service}-${one}`),
  ]);
  const arns: readonly string[][] = [
    ...queues,
    ...logs,
    ['module.secrets.aws_kms_key.credstash', keyArn],
    ['module.secrets.aws_dynamodb_table.credstash', arn('dynamodb', `table/${credstash.table}`)],
    ['module.database.aws_db_instance.this', arn('rds', `db:${database.identifier}`)],
    ['module.deployment.aws_dynamodb_table.operations', arn('dynamodb', `table/${operationsTable}`)],
    ['module.deployment.module.artifacts.aws_s3_bucket.this', `arn:aws:s3:::${bucket}`],
  ];
  return {
    ...Object.fromEntries(arns.map(([address, one = '']) => [address, { arn: one }])),
    'module.api.aws_api_gateway_rest_api.this': {
      arn: `arn:aws:apigateway:${region}::/restapis/${api}`,
      execution_arn: arn('execute-api', api),
    },
  };
}
