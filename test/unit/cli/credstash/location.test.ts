import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCredstash } from '../../../../src/cli/credstash/location.js';
import { savedKmsRegion, saveKmsRegion } from '../../../../src/cli/credstash/settings.js';

const VARIABLES = [
  'HOME',
  'AWS_CONFIG_FILE',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_REGION',
  'CREDSTASH_DEFAULT_TABLE',
] as const;

const PROJECT = `service: sample
default_environment: sandbox
build: { type: command, command: make, output: out }
deploy: { type: lambda, s3_bucket: artifacts, region: sa-east-1 }
functions: {}
environment:
  sandbox:
    account: "000000000001"
    endpoint: http://127.0.0.1:1
    profile: ours
    profile_file: aws-config
    credstash: { table: sandbox-secrets, key: alias/sandbox }
    operations_table: operations
    database: { instance: sample, name: sample, user: sample }
`;

describe('the location of a credstash', () => {
  const variables = { ...process.env };
  const directory = process.cwd();
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sbw-location-'));
    for (const name of VARIABLES) delete process.env[name];
    process.env.HOME = home;
    process.chdir(home);
    mkdirSync(join(home, '.aws'));
    const profiles = ['[default]', 'region = ap-south-1', '[profile work]', 'region = eu-west-3'];
    writeFileSync(join(home, '.aws', 'config'), profiles.join('\n'));
  });
  afterEach(() => {
    process.chdir(directory);
    for (const name of VARIABLES) {
      if (variables[name] === undefined) delete process.env[name];
      else process.env[name] = variables[name];
    }
    rmSync(home, { recursive: true });
  });

  /** Sets the variables from the weakest to the strongest, and returns the reason for a setting after each. */
  async function reasons(setting: string, settings: readonly [name: string, value: string][]) {
    const found: (string | undefined)[] = [];
    const look = async () => {
      const { reasons } = await findCredstash({});
      found.push(reasons.find((reason) => reason.startsWith(`${setting}: `)));
    };
    await look();
    for (const [name, value] of settings) {
      process.env[name] = value;
      await look();
    }
    return found;
  }

  describe('without a project', () => {
    it('is what credstash itself would use', async () => {
      writeFileSync(join(home, '.aws', 'config'), '');
      assert.deepEqual(await findCredstash({}), {
        dynamodb: { name: 'credstash', region: 'us-east-1' },
        kms: { name: 'credstash', region: 'us-east-1' },
        table: 'credential-store',
        key: 'alias/credstash',
        reasons: [
          'Table: credential-store (the default)',
          'Key: alias/credstash (the default)',
          'Region: us-east-1 (the default)',
          'Region of KMS: us-east-1 (the default)',
          'Profile: default',
        ],
      });
    });

    it('has the table of CREDSTASH_DEFAULT_TABLE', async () => {
      assert.deepEqual(await reasons('Table', [['CREDSTASH_DEFAULT_TABLE', 'other']]), [
        'Table: credential-store (the default)',
        'Table: other (CREDSTASH_DEFAULT_TABLE)',
      ]);
    });

    it('has the region of the profile, and variables override it', async () => {
      const settings: [string, string][] = [
        ['AWS_PROFILE', 'work'],
        ['AWS_REGION', 'eu-west-2'],
        ['AWS_DEFAULT_REGION', 'eu-west-1'],
        ['AWS_DEFAULT_REGION', ''],
      ];
      assert.deepEqual(await reasons('Region', settings), [
        'Region: ap-south-1 (profile default)',
        'Region: eu-west-3 (profile work)',
        'Region: eu-west-2 (AWS_REGION)',
        'Region: eu-west-1 (AWS_DEFAULT_REGION)',
        'Region: eu-west-2 (AWS_REGION)',
      ]);
    });

    it('has the saved region of KMS, and a flag overrides it', async () => {
      saveKmsRegion('us-west-2');
      assert.equal((await findCredstash({})).kms.region, 'us-west-2');
      assert.equal((await findCredstash({})).dynamodb.region, 'ap-south-1');
      const { kms, dynamodb, reasons } = await findCredstash({
        region: 'sa-east-1',
        'kms-region': 'us-east-2',
      });
      assert.deepEqual([kms.region, dynamodb.region], ['us-east-2', 'sa-east-1']);
      assert.ok(reasons.includes('Region of KMS: us-east-2 (--kms-region)'));
    });

    it('follows flags over variables, and names the role', async () => {
      process.env.CREDSTASH_DEFAULT_TABLE = 'other';
      process.env.AWS_DEFAULT_REGION = 'eu-west-1';
      const role = 'arn:aws:iam::000000000000:role/reader';
      assert.deepEqual(await findCredstash({ table: 't', key: 'k', region: 'r', arn: role }), {
        dynamodb: { name: 'credstash', region: 'r', role },
        kms: { name: 'credstash', region: 'r', role },
        table: 't',
        key: 'k',
        reasons: [
          'Table: t (--table)',
          'Key: k (--key)',
          'Region: r (--region)',
          'Region of KMS: r (--region)',
          'Profile: default',
          `Role: ${role} (--arn)`,
        ],
      });
      assert.deepEqual((await findCredstash({ profile: 'work' })).kms, {
        name: 'credstash',
        region: 'eu-west-1',
        profile: 'work',
      });
    });

    it('needs the project file for a named environment', async () => {
      await assert.rejects(findCredstash({ env: 'sandbox' }), { code: 'PROJECT_FILE_UNREADABLE' });
    });
  });

  describe('in a project', () => {
    beforeEach(() => writeFileSync(join(home, 'superbowleto.yml'), PROJECT));

    it('is that of the environment, whatever variables and saved settings say', async () => {
      process.env.CREDSTASH_DEFAULT_TABLE = 'other';
      process.env.AWS_DEFAULT_REGION = 'eu-west-1';
      process.env.AWS_PROFILE = 'work';
      saveKmsRegion('us-west-2');
      const { environment, dynamodb, kms, ...rest } = await findCredstash({});
      assert.equal(environment?.name, 'sandbox');
      for (const access of [dynamodb, kms]) {
        assert.deepEqual(
          [access.region, access.endpoint, access.profile, access.profileFile],
          ['sa-east-1', 'http://127.0.0.1:1', 'ours', join(home, 'aws-config')],
        );
      }
      assert.deepEqual(rest, {
        table: 'sandbox-secrets',
        key: 'alias/sandbox',
        reasons: [
          'Table: sandbox-secrets (environment sandbox)',
          'Key: alias/sandbox (environment sandbox)',
          'Region: sa-east-1 (environment sandbox)',
          'Region of KMS: sa-east-1 (environment sandbox)',
          'Profile: ours',
        ],
      });
    });

    it('follows flags over the environment', async () => {
      const { table, key, dynamodb, kms, reasons } = await findCredstash({
        table: 't',
        key: 'k',
        region: 'r',
        'kms-region': 'kr',
      });
      assert.deepEqual([table, key, dynamodb.region, kms.region], ['t', 'k', 'r', 'kr']);
      assert.deepEqual(reasons.slice(0, 2), ['Table: t (--table)', 'Key: k (--key)']);
    });

    it('leaves out the profile file and the endpoint of the environment when a flag names a profile', async () => {
      const { dynamodb } = await findCredstash({ profile: 'work' });
      assert.deepEqual(dynamodb, { name: 'sandbox', region: 'sa-east-1', profile: 'work' });
    });

    it('may be in another file', async () => {
      const file = join(home, 'other.yml');
      writeFileSync(file, PROJECT.replace('sandbox-secrets', 'other-secrets'));
      assert.equal((await findCredstash({ file })).table, 'other-secrets');
      assert.equal((await findCredstash({ env: 'sandbox' })).table, 'sandbox-secrets');
      await assert.rejects(findCredstash({ env: 'live' }), { code: 'UNKNOWN_ENVIRONMENT' });
    });
  });

  describe('the saved region of KMS', () => {
    const settings = () => join(home, '.credstash');

    it('is kept beside the other settings of credstash', () => {
      assert.equal(savedKmsRegion(), undefined);
      writeFileSync(settings(), '{"other": 1}');
      saveKmsRegion('us-west-2');
      assert.equal(readFileSync(settings(), 'utf8'), '{"other":1,"kms-region":"us-west-2"}\n');
      assert.equal(savedKmsRegion(), 'us-west-2');
    });

    for (const content of ['', 'null', '"text"', '{"kms-region": 7}', '{']) {
      it(`is undefined in a file with ${content || 'nothing'}`, () => {
        writeFileSync(settings(), content);
        assert.equal(savedKmsRegion(), undefined);
      });
    }
  });
});
