import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipBecause } from '../support/skip.js';
import { stageVariables } from './support/aws.js';
import { currentPassword, eachLogsIn, StoredPasswords } from './support/database.js';
import { filesBelow, safely } from './support/files.js';
import { type Newcomer, newcomer, type Status } from './support/newcomer.js';
import { familyOf, processesNaming } from './support/processes.js';
import { jsonRefusal, queryRefusal, RecordedEndpoint, type Refusal } from './support/recorded-endpoint.js';
import { type Outcome, run } from './support/run.js';
import { type Watched, watch } from './support/watched.js';

/** Makes Node and its packages log all they can: what oclif does, each header, each write to a socket. */
const VERBOSE = { DEBUG: '*', NODE_DEBUG: 'http,https,http2,net,tls,stream,timer,module,fetch' };
const NO_ROUTE = new URL('support/no-route.mjs', import.meta.url).href;

/** Refuses the `nth` request of an operation. */
function refusing(operation: string, nth: number, answer: (body: string) => string): Refusal {
  let before = 0;
  return (recorded) => {
    if (recorded.operation !== operation) return undefined;
    before += 1;
    return before === nth ? answer(recorded.body) : undefined;
  };
}

const DISABLED = () => jsonRefusal('DisabledException', 'the key is disabled');
/** Answers like a server that repeats a refused value. */
const QUOTED = (body: string) =>
  queryRefusal('InvalidParameterValue', `not valid: ${new URLSearchParams(body).get('MasterUserPassword')}`);

describe('secrets', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let status: Status;
  /** The variables with the stage's keys. */
  let variables: NodeJS.ProcessEnv;
  let endpoint: RecordedEndpoint;
  /** Every password that the database ever had, also those of failed rotations. */
  let passwords: string[];
  const failed: Outcome[] = [];
  let watched: Watched;
  /** A rotation that cannot connect to the database itself. */
  let unrouted: Outcome;
  /** The requests of `unrouted`. */
  let asked: RecordedEndpoint['requests'];

  before(async function () {
    if (!existsSync('/proc/self/environ')) skipBecause(this, 'there is no /proc here');
    machine = await newcomer();
    endpoint = await RecordedEndpoint.before(machine);
    status = await machine.sbwJson<Status>('local', 'status');
    variables = await stageVariables(machine);

    failed.push(await rotate(['--debug'], refusing('GenerateDataKey', 1, DISABLED)));
    failed.push(await rotate(['--debug'], refusing('ModifyDBInstance', 1, QUOTED)));
    const before = endpoint.requests.length;
    unrouted = await rotate(['--json'], () => undefined, {
      NODE_OPTIONS: `--import=${NO_ROUTE}`,
      NO_ROUTE_TO: String(status.database.port),
    });
    asked = endpoint.requests.slice(before);
    // The second data key is that of the promotion.
    failed.push(await rotate(['--debug', '--json'], refusing('GenerateDataKey', 2, DISABLED)));
    await rotate(['--resume'], () => undefined);
    watched = await watch(process.execPath, ['bin/run.js', 'rotate-password', 'local', '--debug', '--json'], {
      cwd: machine.clone,
      env: { ...machine.env, ...VERBOSE },
    });
    const stored = new StoredPasswords(variables);
    passwords = await stored.every();
    stored.close();
  });
  after(() => endpoint?.close());

  async function rotate(flags: string[], refuse: Refusal, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    endpoint.refuse = refuse;
    return await run(process.execPath, ['bin/run.js', 'rotate-password', 'local', ...flags], {
      cwd: machine.clone,
      env: { ...machine.env, ...endpoint.env, ...env },
    });
  }

  function assertNone(text: string, where: string, secrets: readonly string[] = passwords): void {
    for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is in ${where}`);
  }

  it('are found where they are: in requests to RDS, and in a process that has one', async () => {
    const sent = endpoint.requests.filter(({ operation }) => operation === 'ModifyDBInstance');
    assert.ok(sent.length >= 3, `${sent.length} requests`);
    for (const { body } of sent) {
      assert.throws(() => assertNone(body, 'a request'), /a secret is in a request/);
    }
    assert.ok(passwords.includes(await currentPassword(machine)));
    const [password = ''] = passwords;
    const script = 'process.stdout.write(process.env.PLANTED)';
    const shown = await watch(process.execPath, ['-e', `setTimeout(() => {${script}}, 300)`], {
      cwd: machine.clone,
      env: { PLANTED: password },
    });
    for (const text of [shown.seen, shown.stdout]) {
      assert.throws(() => assertNone(text, 'a process'), /a secret is in a process/);
    }
  });

  it('are in no argument list and no environment during a rotation', () => {
    assert.match(watched.seen, /rotate-password/);
    assertNone(watched.seen, '/proc');
    const ours = processesNaming(machine.folder);
    assert.ok(ours.length > 1, 'the stage does not run');
    for (const { pid, command } of ours) assertNone(familyOf(pid).join('\n'), command);
  });

  it('are not in the output of a rotation, also with every debug log of Node and its packages', () => {
    assert.equal(watched.code, 0, watched.stderr);
    assert.match(watched.stderr, /HTTP \d+:/);
    assert.match(watched.stderr, /oclif/i);
    assertNone(watched.stdout + watched.stderr, 'its output');
  });

  it('are not in the errors of the key, of the promotion, or of RDS when it repeats the password', () => {
    assert.deepEqual(
      failed.map(({ code }) => code),
      [1, 1, 1],
    );
    const [key, rds, promotion] = failed.map(({ stdout, stderr }) => stdout + stderr);
    assert.match(key ?? '', /the key is disabled/);
    assert.match(rds ?? '', /not valid: \(password\)/);
    assert.match(rds ?? '', /To go on with it: sbw rotate-password local --resume/);
    assert.match(promotion ?? '', /"code": "KMS_UNAVAILABLE"/);
    for (const text of [key, rds, promotion]) assertNone(text ?? '', 'an error');
  });

  it('are in no payload of a function, also if only the function check-database can log in', async () => {
    assert.equal(unrouted.code, 0, unrouted.stderr);
    assert.match(
      unrouted.stderr,
      /cannot be reached from here: logging in through the function check-database/,
    );
    assert.equal(JSON.parse(unrouted.stdout).outcome, 'resumed');
    const invoked = asked.filter(({ operation }) => operation.includes('/invocations'));
    const logins = invoked.filter(({ body }) => JSON.parse(body).command === 'login');
    // Before the change in RDS, after it, and after the promotion.
    assert.ok(logins.length >= 3, `${logins.length} logins`);
    for (const { body } of invoked) assertNone(body, 'a payload');
    assert.ok(asked.some(({ operation }) => operation === 'ModifyDBInstance'));
    const working = await eachLogsIn(machine, passwords);
    assert.equal(working.filter(Boolean).length, 1);
  });

  it('are not in any function configuration', async () => {
    const { LambdaClient, ListFunctionsCommand } = await import('@aws-sdk/client-lambda');
    const lambda = new LambdaClient({
      region: variables.AWS_REGION ?? '',
      endpoint: variables.AWS_ENDPOINT_URL ?? '',
      credentials: {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    lambda.destroy();
    assert.equal(Functions.length, 12);
    // The configurations contain the variables: a secret among them would be seen.
    assert.ok(Functions.every(({ Environment }) => Object.keys(Environment?.Variables ?? {}).length > 0));
    const { key } = status.api;
    assertNone(JSON.stringify(Functions), 'a configuration', [
      ...passwords,
      key,
      variables.AWS_SECRET_ACCESS_KEY ?? '',
    ]);
  });

  it('are in no file of the state folder or the cache, and in no temporary file', () => {
    const folders = [machine.env.SBW_HOME ?? '', machine.env.SBW_CACHE ?? '', tmpdir()];
    for (const folder of folders) mkdirSync(folder, { recursive: true });
    const searched = () => [...new Set(folders.flatMap(filesBelow))];
    for (const kind of [/\/logs\/groups\/.*\.jsonl$/, /\/postgres\.log$/, /\/aws-config$/]) {
      assert.ok(
        searched().some((file) => file.startsWith(machine.folder) && kind.test(file)),
        `no ${kind} is searched`,
      );
    }
    assert.deepEqual(searched().filter(holdsPassword), []);
    const planted = folders.map((folder) => join(folder, `planted-${process.pid}.log`)).sort();
    try {
      for (const file of planted) writeFileSync(file, `password=${passwords.at(-1)}\n`, { mode: 0o600 });
      assert.deepEqual(searched().filter(holdsPassword).sort(), planted);
    } finally {
      for (const file of planted) rmSync(file, { force: true });
    }
  });

  function holdsPassword(file: string): boolean {
    const [bytes] = safely(() => [readFileSync(file)]);
    return bytes !== undefined && passwords.some((password) => bytes.includes(password));
  }

  it('are keys of the stage only in files that no other user can read', () => {
    const { AWS_SECRET_ACCESS_KEY = '' } = variables;
    const { key } = status.api;
    for (const [name, secret] of Object.entries({ AWS_SECRET_ACCESS_KEY, key })) {
      assert.notEqual(secret, '', name);
      const holding = filesBelow(machine.env.SBW_HOME ?? '').filter((file) =>
        readFileSync(file).includes(secret),
      );
      assert.ok(holding.length > 0, `no file holds ${name}`);
      for (const file of holding) {
        assert.equal(statSync(file).mode & 0o077, 0, `other users can read ${file}`);
      }
    }
  });
});
