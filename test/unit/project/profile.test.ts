import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profileEndpoint, profileRegion } from '../../../src/project/profile.js';

const CONFIG = [
  '[default]',
  'region = us-east-1',
  '[profile work]',
  'region=eu-west-3 ',
  's3 =',
  '  region = nested',
  '[ profile spaced ]',
  'endpoint_url = http://127.0.0.1:2',
  '[profile empty]',
  '[profile work]',
  'endpoint_url = http://127.0.0.1:1',
].join('\r\n');

describe('a profile of the AWS config file', () => {
  const { HOME, AWS_CONFIG_FILE } = process.env;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-profile-'));
    mkdirSync(join(folder, '.aws'));
    process.env.HOME = folder;
    delete process.env.AWS_CONFIG_FILE;
  });
  afterEach(() => {
    process.env.HOME = HOME;
    if (AWS_CONFIG_FILE !== undefined) process.env.AWS_CONFIG_FILE = AWS_CONFIG_FILE;
    rmSync(folder, { recursive: true });
  });

  const endpointOf = (profile?: string, profileFile?: string) =>
    profileEndpoint({
      name: 'live',
      region: 'us-east-1',
      ...(profile === undefined ? {} : { profile }),
      ...(profileFile === undefined ? {} : { profileFile }),
    });

  for (const [where, path] of [
    ['the home folder', '.aws/config'],
    ['AWS_CONFIG_FILE', 'other'],
  ] as const) {
    it(`is read from ${where}`, () => {
      writeFileSync(join(folder, path), CONFIG);
      if (where === 'AWS_CONFIG_FILE') process.env.AWS_CONFIG_FILE = join(folder, path);
      assert.deepEqual(['default', 'work', 'spaced', 'empty', 'missing'].map(profileRegion), [
        'us-east-1',
        'eu-west-3',
        undefined,
        undefined,
        undefined,
      ]);
      assert.deepEqual(
        ['default', 'work', 'spaced', 'empty', 'missing', undefined].map((name) => endpointOf(name)),
        [undefined, 'http://127.0.0.1:1', 'http://127.0.0.1:2', undefined, undefined, undefined],
      );
    });
  }

  it('may be missing with its file', () => {
    assert.equal(profileRegion('work'), undefined);
    assert.equal(endpointOf('work'), undefined);
  });

  it('must exist in a profile file', () => {
    const file = join(folder, 'aws-config');
    const missing = {
      code: 'PROFILE_MISSING',
      exitCode: 2,
      message: `Nothing answers for environment live: there is no profile ours in ${file}. For the local stage: sbw local start`,
    };
    assert.throws(() => endpointOf('ours', file), missing);
    writeFileSync(file, CONFIG);
    assert.throws(() => endpointOf('ours', file), missing);
    writeFileSync(file, '[profile ours]');
    assert.equal(endpointOf('ours', file), undefined);
  });

  it('is not missing when its file cannot be read', () => {
    assert.throws(() => endpointOf('ours', folder), { code: 'EISDIR' });
  });
});
