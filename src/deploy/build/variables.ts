import { delimiter, dirname } from 'node:path';

/** Variables that a build gets. No AWS credentials, no tokens, no settings that would change the result. */
const KNOWN = [
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'CI',
  'XDG_CACHE_HOME',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSH_AUTH_SOCK',
  'npm_config_cache',
  'npm_config_registry',
];

/** Returns the environment variables for an install or build command. Its `node` is the one that runs sbw. */
export function buildVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = { LANG: 'C.UTF-8', TZ: 'UTC' };
  for (const name of KNOWN) if (variables[name] !== undefined) kept[name] = variables[name];
  kept.PATH = [dirname(process.execPath), variables.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter);
  return kept;
}
