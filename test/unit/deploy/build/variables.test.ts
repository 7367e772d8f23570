import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { buildVariables } from '../../../../src/deploy/build/variables.js';

describe('buildVariables', () => {
  it('removes AWS, git and token variables, and settings that change the result', () => {
    const settings = {
      AWS_SECRET_ACCESS_KEY: 'x',
      GIT_DIR: 'x',
      NPM_TOKEN: 'x',
      NODE_OPTIONS: '--inspect',
      NODE_ENV: 'test',
      npm_config_token: 'x',
    };
    const variables = buildVariables({
      ...settings,
      PATH: '/usr/bin',
      TZ: 'Asia/Tokyo',
      LC_ALL: 'pt_BR.UTF-8',
    });
    assert.deepEqual(variables, {
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      PATH: `${dirname(process.execPath)}:/usr/bin`,
    });
  });

  for (const name of [
    ...['HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'CI', 'XDG_CACHE_HOME', 'SSH_AUTH_SOCK'],
    ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'npm_config_cache', 'npm_config_registry'],
    ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ]) {
    it(`keeps ${name}, which an install may need`, () => {
      const { LANG, TZ, PATH, ...kept } = buildVariables({ [name]: 'a value' });
      assert.deepEqual(kept, { [name]: 'a value' });
    });
  }

  it('has a PATH when the caller has none', () => {
    const expected = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
    assert.equal(buildVariables({}).PATH, expected);
  });
});
