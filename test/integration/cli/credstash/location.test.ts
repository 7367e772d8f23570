import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { type CredstashStage, startCredstashStage } from './harness.js';
import { startRoles } from './roles.js';

describe('the location of the secrets of sbw credstash', function () {
  this.timeout(120_000);
  let at: CredstashStage;
  let home: string;

  before(async () => {
    at = await startCredstashStage();
    const { KeyMetadata } = await at.stage.kms.send(new CreateKeyCommand({}));
    const alias = { AliasName: 'alias/credstash', TargetKeyId: KeyMetadata?.KeyId };
    await at.stage.kms.send(new CreateAliasCommand(alias));
  });
  after(() => at.stop());
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sbw-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  /** Runs sbw in a folder without a project file, as credstash runs. */
  const plain = (args: readonly string[], env: NodeJS.ProcessEnv = {}, input = '') =>
    at.sbw(args, {
      cwd: at.elsewhere,
      input,
      env: { AWS_ENDPOINT_URL: at.stage.client.endpoint, HOME: home, ...env },
    });

  it('is credential-store and alias/credstash without a project', async () => {
    assert.equal((await plain(['setup'])).stdout, 'Table credential-store is made\n');
    assert.equal((await plain(['put', 'a'], {}, 'x')).code, 0);
    const { stdout, stderr } = await plain(['get', 'a', '-n', '--verbose']);
    assert.equal(stdout, 'x');
    assert.equal(
      stderr,
      [
        'Table: credential-store (the default)',
        'Key: alias/credstash (the default)',
        'Region: us-east-1 (the default)',
        'Region of KMS: us-east-1 (the default)',
        'Profile: default\n',
      ].join('\n'),
    );
  });

  it('follows -t, -k and -r, or CREDSTASH_DEFAULT_TABLE', async () => {
    assert.equal((await plain(['setup', '-t', 'flagged', '-r', 'us-east-1'])).code, 0);
    const put = ['put', 'b', '-t', 'flagged', '-k', 'alias/sandbox', '-r', 'us-east-1'];
    assert.equal((await plain(put, {}, 'y')).code, 0);
    const env = { CREDSTASH_DEFAULT_TABLE: 'flagged' };
    assert.equal((await plain(['get', 'b', '-n'], env)).stdout, 'y');
    assert.match(
      (await plain(['keys', '--verbose'], env)).stderr,
      /^Table: flagged \(CREDSTASH_DEFAULT_TABLE\)$/m,
    );
  });

  it('follows the profile of -p, with its region, endpoint and credentials', async () => {
    mkdirSync(join(home, '.aws'));
    const { accessKeyId, secretAccessKey } = at.stage.client.credentials;
    const profile = [
      '[profile other]',
      'region = eu-north-1',
      `endpoint_url = ${at.stage.client.endpoint}`,
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
    ];
    writeFileSync(join(home, '.aws', 'config'), profile.join('\n'));
    // The emulator refuses these credentials, and nothing listens there.
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIAOTHER',
      AWS_SECRET_ACCESS_KEY: 'other',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    };
    await at.secretsOf('sandbox').put('by-profile', 'x');
    const { stdout, stderr } = await plain(
      ['keys', '-t', 'sandbox-secrets', '-p', 'other', '--verbose'],
      env,
    );
    assert.match(stdout, /^by-profile$/m);
    assert.match(stderr, /^Region: eu-north-1 \(profile other\)$/m);
    await at.secretsOf('sandbox').delete('by-profile');
  });

  it('setup --save-kms-region saves the KMS region for later runs, and keeps other settings', async () => {
    writeFileSync(join(home, '.credstash'), '{"other": 1}');
    const { stdout } = await plain(['setup', '-t', 'saved', '--save-kms-region', 'us-west-2']);
    assert.equal(stdout, 'Table saved is made\nKMS region us-west-2 is kept in ~/.credstash\n');
    assert.deepEqual(JSON.parse(readFileSync(join(home, '.credstash'), 'utf8')), {
      other: 1,
      'kms-region': 'us-west-2',
    });
    const { stderr } = await plain(['keys', '-t', 'saved', '--verbose']);
    assert.match(stderr, /^Region of KMS: us-west-2 \(~\/\.credstash\)$/m);
  });

  it('is read with the credentials of the role of -n, and no other', async () => {
    const roles = await startRoles(at.stage.client.credentials);
    try {
      const role = 'arn:aws:iam::000000000000:role/reader';
      // The emulator refuses these credentials.
      const env = {
        AWS_ACCESS_KEY_ID: 'AKIAOTHER',
        AWS_SECRET_ACCESS_KEY: 'other',
        AWS_ENDPOINT_URL_STS: roles.endpoint,
      };
      await at.secretsOf('sandbox').put('by-role', 'x');
      const { stdout, stderr } = await plain(['keys', '-t', 'sandbox-secrets', '-n', role, '--verbose'], env);
      assert.match(stdout, /^by-role$/m);
      assert.ok(stderr.includes(`Role: ${role} (--arn)\n`), stderr);
      assert.deepEqual(new Set(roles.asked), new Set([role]));
      const get = ['get', 'by-role', '-n', '--arn', role, '-t', 'sandbox-secrets'];
      assert.deepEqual(await plain(get, env), { code: 0, stdout: 'x', stderr: '' });
      const refused = await plain(['keys', '-n', 'arn:aws:iam::000000000000:role/denied'], env);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /^Error: The role \S+ cannot be assumed: Not for you\. Its trust policy/);
      await at.secretsOf('sandbox').delete('by-role');
    } finally {
      await roles.stop();
    }
  });

  it('accepts a profile or a role, but not both', async () => {
    const { code } = await plain(['keys', '-p', 'work', '-n', 'arn:aws:iam::000000000000:role/reader']);
    assert.equal(code, 2);
  });

  it("is the environment's table and key in a project, over variables and below flags", async () => {
    await at.secretsOf('sandbox').put('c', 'of sandbox');
    const env = { CREDSTASH_DEFAULT_TABLE: 'flagged', AWS_DEFAULT_REGION: 'eu-west-1' };
    const { stdout, stderr } = await at.sbw(['get', 'c', '--verbose'], { env });
    assert.equal(stdout, 'of sandbox\n');
    assert.match(
      stderr,
      /^Table: sandbox-secrets \(environment sandbox\)\nKey: alias\/sandbox \(environment sandbox\)\nRegion: us-east-1 \(environment sandbox\)\n/,
    );
    const flagged = await at.sbw(['keys', '--env', 'live', '-t', 'sandbox-secrets']);
    assert.equal(flagged.stdout, 'c\n');
  });

  it('needs a project file when an environment is named', async () => {
    const { code, stderr } = await plain(['keys', '--env', 'live']);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'Error: There is no file superbowleto.yml. Run sbw where superbowleto.yml is, or name the file.\n',
    );
  });
});
