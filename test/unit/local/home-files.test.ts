import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsConfigPath, writeAwsConfig } from '../../../src/local/aws-config.js';
import { homeFolder } from '../../../src/local/home.js';
import { findIdentity, identityIn, keepPort } from '../../../src/local/identity.js';

describe('the files of the stage', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sbw-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('are in SBW_HOME, else in ~/.superbowleto', () => {
    assert.equal(homeFolder({ SBW_HOME: '/srv/superbowleto' }), '/srv/superbowleto');
    for (const variables of [{}, { SBW_HOME: '' }])
      assert.equal(homeFolder(variables), join(homedir(), '.superbowleto'));
  });

  it('configure AWS clients while the stage runs, by profile and by default', () => {
    const credentials = { accessKeyId: 'KEY', secretAccessKey: 'secret' };
    const remove = writeAwsConfig(home, {
      endpoint: 'http://127.0.0.1:4580',
      region: 'sa-east-1',
      credentials,
    });
    const path = awsConfigPath(home);
    const [comment, ...lines] = readFileSync(path, 'utf8').split('\n');
    const settings = [
      'region = sa-east-1',
      'endpoint_url = http://127.0.0.1:4580',
      'aws_access_key_id = KEY',
      'aws_secret_access_key = secret',
      's3 =',
      '  signature_version = s3v4',
      '  addressing_style = path',
      '',
    ];
    assert.match(comment ?? '', /^#/);
    assert.deepEqual(lines, ['[profile superbowleto-local]', ...settings, '[default]', ...settings]);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(home), ['aws-config']);
    remove();
    assert.equal(existsSync(path), false);
  });

  it('hold an access key and a port, which stay the same', () => {
    assert.equal(findIdentity(home), undefined);
    const identity = identityIn(home);
    assert.match(identity.credentials.accessKeyId, /^SBWLOCAL[0-9A-F]{12}$/);
    assert.match(identity.credentials.secretAccessKey, /^[\w-]{40}$/);
    assert.deepEqual(identityIn(home), identity);
    keepPort(home, identity, 4580);
    assert.deepEqual(findIdentity(home), { ...identity, port: 4580 });
    assert.deepEqual(identityIn(home), { ...identity, port: 4580 });
    assert.equal(statSync(join(home, 'identity.json')).mode & 0o777, 0o600);
  });
});
