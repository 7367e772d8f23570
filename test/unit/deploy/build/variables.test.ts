import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { buildVariables } from '../../../../src/deploy/build/variables.js';

describe('buildVariables', () => {
  it('lets a build know nothing of AWS, of git, of tokens, nor of the settings of whoever runs sbw', () => {
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

  it('gives it what it takes to install: where home, caches, proxies and registries are', () => {
    const variables = {
      HOME: '/home/ana',
      TMPDIR: '/tmp',
      https_proxy: 'http://proxy',
      npm_config_registry: 'http://r',
    };
    const { LANG, TZ, PATH, ...kept } = buildVariables(variables);
    assert.deepEqual(kept, variables);
  });
});
