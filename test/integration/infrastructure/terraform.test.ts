import assert from 'node:assert/strict';
import { skipBecause } from '../../support/skip.js';
import { isGuarded } from './applied/guarded.js';
import { matchesTheProject } from './applied/made.js';
import { isOperated } from './applied/operated.js';
import { grantsNoMoreThanNeeded } from './applied/rights.js';
import { Infrastructure, LIVE, SANDBOX } from './support/applied.js';
import { applyOnStage, type OnStage } from './support/on-stage.js';
import { differences, type Resource } from './support/plan.js';
import { findProviders, missingTool } from './support/terraform.js';
import { tracesOf } from './support/traces.js';

describe('infrastructure on an emulated AWS', function () {
  // Terraform waits more than a minute for RDS alone.
  this.timeout(15 * 60_000);

  const missing = missingTool(['terraform', 'moto_server']);
  if (missing) {
    it('is applied, changed by a release and a rotation, and found unchanged', function () {
      skipBecause(this, missing);
    });
    return;
  }

  let sandbox: Infrastructure;
  let live: Infrastructure;
  const started = () => sandbox;

  before(async () => {
    [sandbox, live] = await Promise.all([Infrastructure.start(SANDBOX), Infrastructure.start(LIVE)]);
  });
  after(async () => {
    await sandbox?.stop();
    await live?.stop();
  });

  it('plans the resources that an account has once', async () => {
    const { workspace } = sandbox;
    await workspace.succeed('bootstrap', 'init', `-plugin-dir=${findProviders()}`);
    const output = await workspace.succeed('bootstrap', 'plan');
    assert.match(output, /Plan: 9 to add, 0 to change, 0 to destroy/);
  });

  it('creates the same resources in live and sandbox, except for names and sizes', async () => {
    const [ofLive, ofSandbox] = await Promise.all([live.planned(), sandbox.planned()]);
    const addresses = (resources: Resource[]) => resources.map(({ address }) => address).sort();
    assert.deepEqual(addresses(ofLive), addresses(ofSandbox));
    assert.deepEqual(differences(ofLive, ofSandbox), [
      'aws_api_gateway_method_settings.settings',
      'aws_api_gateway_usage_plan.quota_settings',
      'aws_api_gateway_usage_plan.throttle_settings',
      'aws_cloudwatch_log_group.retention_in_days',
      'aws_cloudwatch_metric_alarm.alarm_description',
      'aws_cloudwatch_metric_alarm.threshold',
      'aws_db_instance.allocated_storage',
      'aws_db_instance.backup_retention_period',
      'aws_db_instance.instance_class',
      'aws_db_instance.max_allocated_storage',
      'aws_db_instance.multi_az',
      'aws_subnet.cidr_block',
      'aws_vpc.cidr_block',
    ]);
  });

  it('refuses another account', async () => {
    const { code, output } = await sandbox.workspace.run(SANDBOX, 'plan', '-var=account=999999999999');
    assert.equal(code, 1);
    assert.match(output, /AWS account ID not allowed: 123456789012/);
  });

  describe('applied', () => {
    let onStage: OnStage;
    before(async () => {
      // All three at once, because Terraform mostly waits.
      [onStage] = await Promise.all([applyOnStage(SANDBOX), sandbox.apply(), live.apply()]);
    });

    it('creates on the local stage what the stage emulates, and gets a refusal for everything else', () => {
      const { made, refused, others } = onStage;
      assert.deepEqual(others, []);
      assert.deepEqual(refused, [
        'API Gateway: CreateRestApi',
        'Budgets: CreateBudget',
        'CloudWatch Logs: PutRetentionPolicy',
        'CloudWatch: PutMetricAlarm',
        'DynamoDB: UpdateContinuousBackups',
        'EC2: CreateVpc',
        'EventBridge: PutRule',
        'IAM: CreateRole',
        'KMS: EnableKeyRotation',
        'RDS: CreateDBParameterGroup',
        'S3: PutBucketTagging',
      ]);
      assert.deepEqual(
        [...new Set(made.map(({ type }) => type))],
        ['aws_sqs_queue', 'aws_sqs_queue_policy', 'aws_sqs_queue_redrive_allow_policy'],
      );
    });

    matchesTheProject(started);
    grantsNoMoreThanNeeded(started);
    isGuarded(started);

    it('generates a password that is in no file of Terraform', async () => {
      const passwords = live.passwords();
      assert.equal(passwords.length, 1);
      assert.match(passwords.join(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.deepEqual(await tracesOf(passwords, live.workspace.folder), []);
    });

    // The test with sbw below checks the same for sandbox.
    it('has no changes to apply in live', () => live.assertNoChanges());

    describe('and then operated with sbw', () => isOperated(started));
  });
});
