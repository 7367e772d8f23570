import assert from 'node:assert/strict';
import { ListKeysCommand } from '@aws-sdk/client-kms';
import type { Diagnosis } from '../../../src/doctor/index.js';
import { apiId } from '../../../src/emulator/apigateway/event.js';
import { skipBecause } from '../../support/skip.js';
import { deployAndRollBack, operate, readEverything } from './iam/people.js';
import { permissionsFor } from './iam/permissions.js';
import {
  describeGrant,
  type Grant,
  grantsOf,
  isAllowed,
  needs,
  type Permission,
  type Statement,
} from './iam/policy.js';
import { ENVIRONMENT, type RecordedStage, startRecordedStage } from './iam/recorded-stage.js';
import { PARTNER_QUEUE, type Policies, renderPolicies } from './iam/render.js';
import { useEveryFunction } from './iam/scenario.js';
import { missingTool } from './support/terraform.js';

/** Statements whose calls no function makes, and who makes them. */
const NOT_RECORDED: Readonly<Record<string, string>> = {
  WriteLog: 'Lambda writes what a function prints',
  JoinNetwork: 'Lambda creates the network interfaces',
  TellOwnersElsewhere: 'the stage has one account',
  TakeQueue: 'Lambda receives and deletes the messages, with the role of the function that processes them',
};

describe('the policies that Terraform creates', function () {
  this.timeout(5 * 60_000);
  const missing = missingTool(['terraform']);
  if (missing) {
    it('allow each function what it calls, and nothing else', function () {
      skipBecause(this, missing);
    });
    return;
  }

  let recorded: RecordedStage;
  let policies: Policies;
  let keyArn: string;
  let diagnosis: Diagnosis;

  before(async () => {
    recorded = await startRecordedStage();
    keyArn = await theOnlyKey(recorded);
    const { endpoint, credentials, region } = recorded.stage;
    const project = recorded.project.file;
    const made = madeOf(recorded, keyArn);
    const rendering = renderPolicies({
      endpoint,
      credentials,
      region,
      project,
      environment: ENVIRONMENT,
      made,
    });
    // Both end before the stage is removed, also if one fails.
    const [, worked] = await Promise.allSettled([rendering, workEverything(recorded)]);
    policies = await rendering;
    if (worked.status === 'rejected') throw worked.reason;
    diagnosis = worked.value;
  });
  after(() => recorded?.remove());

  function wanted(caller: string): Permission[] {
    const { region, account } = recorded.stage;
    const where = { region, account, keyArn };
    return recorded.recording.of(caller).flatMap((call) => permissionsFor(call, where));
  }

  it('allow each function what it calls, and nothing else', () => {
    const names = Object.keys(recorded.project.functions);
    assert.deepEqual(Object.keys(policies.functions).sort(), [...names].sort());
    const wrong = names.flatMap((name) =>
      compare(policies.functions[name] ?? [], wanted(`${ENVIRONMENT}-superbowleto-${name}`)).map(
        (what) => `${name}: ${what}`,
      ),
    );
    assert.deepEqual(wrong, []);
  });

  it('allow each role the calls of its commands, and nothing else', () => {
    const { reader = [], ci = [], operator = [] } = policies.roles;
    const [reads, deploys, operates] = [wanted('reader'), wanted('ci'), wanted('operator')];
    const all = [...reads, ...deploys, ...operates];
    // A reader may not invoke functions. `sbw plan` then says that it does not know which migrations are applied.
    const needed = reads.filter(({ action }) => action !== 'lambda:InvokeFunction');
    assert.deepEqual(
      {
        reader: [...missingIn(reader, needed), ...unusedIn(reader, all)],
        ci: [...missingIn(ci, deploys), ...unusedIn(ci, all)],
        operator: compare(operator, all),
      },
      { reader: [], ci: [], operator: [] },
    );
  });

  it('let sbw doctor check everything as a reader: it finds only the queue that is disabled here', () => {
    const found = diagnosis.checks.flatMap(({ findings }) => findings.map(({ problem }) => problem));
    assert.deepEqual(found, [
      'takes nothing from sandbox-boletos-to-register: its event source mapping is Disabled',
    ]);
  });

  it('let only the functions that tell owners send to an allowed queue of another account', () => {
    const maySend = (resource: string) =>
      Object.keys(policies.functions)
        .filter((name) =>
          isAllowed(policies.functions[name] ?? [], { action: 'sqs:SendMessage', resource, context: {} }),
        )
        .sort();
    const { region, account } = recorded.stage;
    assert.deepEqual(maySend(PARTNER_QUEUE), maySend(`arn:aws:sqs:${region}:${account}:owner`));
    assert.ok(maySend(PARTNER_QUEUE).includes('create-boleto'));
    assert.deepEqual(maySend(`${PARTNER_QUEUE}-2`), []);
  });

  it('are reported as wrong if an action is missing or added', () => {
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

/** Does the work of each caller. A call of a function names it; people and CI work one after another. */
async function workEverything(recorded: RecordedStage): Promise<Diagnosis> {
  await recorded.recording.as('ci', () => recorded.deploy());
  await recorded.recording.as('nobody', () => useEveryFunction(recorded));
  await recorded.recording.as('ci', () => deployAndRollBack(recorded));
  const diagnosis = await recorded.recording.as('reader', () => readEverything(recorded));
  await recorded.recording.as('operator', () => operate(recorded));
  return diagnosis;
}

/** Returns what a policy lacks, and what it allows without need. */
function compare(statements: readonly Statement[], permissions: readonly Permission[]): string[] {
  return [...missingIn(statements, permissions), ...unusedIn(statements, permissions)];
}

function missingIn(statements: readonly Statement[], permissions: readonly Permission[]): string[] {
  const denied = permissions.filter((permission) => !isAllowed(statements, permission));
  const lines = denied.map(({ action, resource, context }) => {
    const said = Object.entries(context).map(([key, values]) => `${key} ${values}`);
    return [`may not ${action} on ${resource}`, ...said].join(', ');
  });
  return [...new Set(lines)];
}

function unusedIn(statements: readonly Statement[], permissions: readonly Permission[]): string[] {
  const isUsed = (grant: Grant) => permissions.some((permission) => needs(permission, grant));
  const unused = grantsOf(statements).filter((grant) => !(grant.sid in NOT_RECORDED) && !isUsed(grant));
  return unused.map((grant) => `needs no ${describeGrant(grant)}`);
}

/** Returns the ARN of the account's only key. Calls of KMS that name no key use it. */
async function theOnlyKey({ connection }: RecordedStage): Promise<string> {
  const { Keys = [] } = await connection.kms.send(new ListKeysCommand({}));
  assert.equal(Keys.length, 1);
  return Keys[0]?.KeyArn ?? '';
}

/** Returns attributes that a plan does not know yet, by the addresses of the resources in `modules/environment`. */
function madeOf({ stage, environment, project }: RecordedStage, keyArn: string) {
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
