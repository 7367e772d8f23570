// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own variables are written so
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SuperbowletoError } from '../../../src/errors.js';
import { loadProject, type Project } from '../../../src/project/index.js';

const own = new URL('../../../superbowleto.yml', import.meta.url).pathname;

/** A file with everything that has to be there. */
const valid = `service: sample
default_environment: sandbox
build: { type: command, command: make, output: out }
deploy: { type: lambda, s3_bucket: artifacts, region: us-east-1 }
functions:
  create-boleto:
    handler: create-boleto.handler
    memory: 512
    timeout: 10
    trigger: { route: POST /boletos }
  register-boleto:
    handler: register-boleto.handler
    memory: 512
    timeout: 30
    trigger: { queue: boletos-to-register }
queues:
  boletos-to-register:
    visibility_timeout: 180
environment:
  sandbox:
    account: "000000000001"
    credstash: { table: secrets, key: alias/secrets }
    operations_table: operations
    database: { instance: sample, name: sample, user: sample }
`;

describe('loadProject', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-project-'));
    file = join(folder, 'superbowleto.yml');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function load(text: string, variables: Record<string, string> = { HOME: '/home/ana' }): Promise<Project> {
    writeFileSync(file, text);
    return loadProject(file, { variables });
  }

  /** Asserts the problems of a file, each line without the file's name. */
  async function assertProblems(text: string, expected: readonly string[]): Promise<void> {
    await assert.rejects(load(text), (error: SuperbowletoError) => {
      assert.equal(error.code, 'PROJECT_FILE_INVALID');
      assert.equal(error.exitCode, 2);
      const lines = error.message
        .split('\n')
        .filter((line) => line !== `${file} has ${expected.length} mistakes:`);
      assert.deepEqual(
        lines,
        expected.map((problem) => `${file}:${problem}`),
      );
      return true;
    });
  }

  /** `valid` with a part replaced. */
  function changed(part: string, by: string): string {
    assert.ok(valid.includes(part), part);
    return valid.replace(part, () => by);
  }

  describe('a file that is right', () => {
    it('fills in what was left out', async () => {
      const project = await load(valid);
      assert.deepEqual(project.scm, { type: 'git' });
      assert.deepEqual(project.build, {
        type: 'command',
        command: 'make',
        output: 'out',
        lockfile: 'package-lock.json',
      });
      assert.deepEqual(project.deploy, { type: 'lambda', package: ['**/*'] });
      assert.deepEqual(project.queues, {
        'boletos-to-register': {
          name: 'boletos-to-register',
          visibilityTimeout: 180,
          delay: 0,
          maxReceives: 10,
        },
      });
      assert.equal(project.migrations, join(folder, 'migrations'));
      assert.deepEqual(project.environments.sandbox, {
        name: 'sandbox',
        account: '000000000001',
        region: 'us-east-1',
        protected: false,
        bucket: 'artifacts',
        credstash: { table: 'secrets', key: 'alias/secrets' },
        operationsTable: 'operations',
        database: { type: 'instance', identifier: 'sample', name: 'sample', user: 'sample' },
        functions: ['create-boleto', 'register-boleto'],
        simulators: [],
      });
      assert.equal(project.directory, folder);
    });

    for (const [written, trigger] of [
      ['none', { type: 'none' }],
      [
        '{ route: "GET /boletos/{id}" }',
        { type: 'routes', routes: [{ method: 'GET', path: '/boletos/{id}', apiKey: true }] },
      ],
      [
        '{ routes: [POST /boletos, ANY /boletos], open_routes: [GET /health] }',
        {
          type: 'routes',
          routes: [
            { method: 'POST', path: '/boletos', apiKey: true },
            { method: 'ANY', path: '/boletos', apiKey: true },
            { method: 'GET', path: '/health', apiKey: false },
          ],
        },
      ],
      [
        '{ open_routes: [GET /health] }',
        { type: 'routes', routes: [{ method: 'GET', path: '/health', apiKey: false }] },
      ],
      ['{ schedule: rate(5 minutes) }', { type: 'schedule', expression: 'rate(5 minutes)' }],
    ] as const) {
      it(`understands the trigger ${written}`, async () => {
        const project = await load(changed('{ route: POST /boletos }', written));
        assert.deepEqual(project.functions['create-boleto']?.trigger, trigger);
      });
    }

    it('protects live unless it says otherwise', async () => {
      const live = valid.slice(valid.indexOf('    account:'));
      const project = await load(`${valid}  live:\n${live}  old:\n    protected: true\n${live}`);
      const protection = Object.values(project.environments).map((environment) => environment.protected);
      assert.deepEqual(protection, [false, true, true]);
    });

    it('is the one of this project', async () => {
      const project = await loadProject(own, { variables: { HOME: '/home/ana' } });
      assert.equal(project.service, 'superbowleto');
      assert.equal(project.defaultEnvironment, 'local');
      assert.equal(Object.keys(project.functions).length, 11);
      assert.equal(project.environments.local?.profileFile, '/home/ana/.superbowleto/aws-config');
      assert.equal(project.environments.live?.protected, true);
    });
  });

  describe('variables', () => {
    const bucket = async (text: string, variables: Record<string, string>) =>
      (await load(changed('s3_bucket: artifacts', `s3_bucket: ${JSON.stringify(text)}`), variables))
        .environments.sandbox?.bucket;

    it('are filled in', async () => {
      assert.equal(await bucket('a-${NAME}-b', { NAME: 'x' }), 'a-x-b');
    });

    it('have a default, for empty ones too', async () => {
      assert.equal(await bucket('${NAME:-other}', {}), 'other');
      assert.equal(await bucket('${NAME:-other}', { NAME: '' }), 'other');
      assert.equal(await bucket('${NAME:-other}', { NAME: 'x' }), 'x');
    });

    it('are left alone behind two dollar signs', async () => {
      assert.equal(await bucket('$${NAME}', { NAME: 'x' }), '${NAME}');
    });

    it('may begin with the home folder', async () => {
      assert.equal(await bucket('~/x', { HOME: '/home/ana' }), '/home/ana/x');
      assert.equal(await bucket('${X:-~}/x', { HOME: '/home/ana' }), '/home/ana/x');
      assert.equal(await bucket('~/x', {}), `${homedir()}/x`);
    });

    it('are named when they are not set', async () => {
      await assertProblems(changed('"000000000001"', '"${ACCOUNT}"'), [
        '21:14: environment.sandbox.account: the variable ACCOUNT is not set; set it, or write ${ACCOUNT:-default}',
      ]);
    });
  });

  describe('one mistake', () => {
    const cases: [string, string, string, string][] = [
      [
        'a misspelt setting',
        'memory: 512\n    timeout: 10',
        'memmory: 512\n    timeout: 10',
        '8:5: functions.create-boleto.memmory: there is no such setting; did you mean memory?',
      ],
      [
        'a setting that does not exist',
        'memory: 512\n    timeout: 10',
        'colour: red\n    memory: 512\n    timeout: 10',
        '8:5: functions.create-boleto.colour: there is no such setting; there are handler, memory, timeout, trigger',
      ],
      [
        'a missing setting',
        '    memory: 512\n    timeout: 10\n',
        '    timeout: 10\n',
        '6:3: functions.create-boleto.memory: is missing (MiB, 128 to 10240)',
      ],
      [
        'too much memory',
        'memory: 512\n    timeout: 10',
        'memory: 20000\n    timeout: 10',
        '8:13: functions.create-boleto.memory: must be at most 10240, not 20000',
      ],
      [
        'too little memory',
        'memory: 512\n    timeout: 10',
        'memory: 64\n    timeout: 10',
        '8:13: functions.create-boleto.memory: must be at least 128, not 64',
      ],
      [
        'text for a number',
        'timeout: 10',
        'timeout: 10s',
        '9:14: functions.create-boleto.timeout: must be a number, not "10s"',
      ],
      [
        'half a second',
        'timeout: 10',
        'timeout: 1.5',
        '9:14: functions.create-boleto.timeout: must be a whole number, not 1.5',
      ],
      [
        'a handler without an export',
        'handler: create-boleto.handler',
        'handler: create-boleto',
        '7:14: functions.create-boleto.handler: must be <file without extension>.<export>, as in index.handler; it is "create-boleto"',
      ],
      [
        'a route without a method',
        'POST /boletos',
        '/boletos',
        '10:23: functions.create-boleto.trigger.route: must be a method and a path, as in GET /boletos/{id}; it is "/boletos"',
      ],
      [
        'a route in small letters',
        'POST /boletos',
        'post /boletos',
        '10:23: functions.create-boleto.trigger.route: must be a method and a path, as in GET /boletos/{id}; it is "post /boletos"',
      ],
      [
        'a path with a broken parameter',
        'POST /boletos',
        '"POST /boletos/{id"',
        '10:23: functions.create-boleto.trigger.route: must be a method and a path, as in GET /boletos/{id}; it is "POST /boletos/{id"',
      ],
      [
        'a route without a method, in a list',
        '{ route: POST /boletos }',
        '{ routes: [POST /boletos, /boletos] }',
        '10:40: functions.create-boleto.trigger.routes[1]: must be a method and a path, as in GET /boletos/{id}; it is "/boletos"',
      ],
      [
        'an empty list of routes',
        '{ route: POST /boletos }',
        '{ routes: [] }',
        '10:16: functions.create-boleto.trigger.routes: must not be empty',
      ],
      [
        'a trigger of no kind',
        '{ route: POST /boletos }',
        'cron',
        '10:14: functions.create-boleto.trigger: must be none, { route: POST /path }, { routes: [GET /path, …], open_routes: [GET /path, …] }, { queue: NAME } or { schedule: rate(5 minutes) }',
      ],
      [
        'a schedule that EventBridge refuses',
        '{ route: POST /boletos }',
        '{ schedule: rate(1 minutes) }',
        '10:26: functions.create-boleto.trigger.schedule: must be as EventBridge writes it: rate(1 minute), rate(5 minutes); it is "rate(1 minutes)"',
      ],
      [
        'a queue that is not there',
        'queue: boletos-to-register }',
        'queue: boletos-to-registre }',
        '15:23: functions.register-boleto.trigger.queue: there is no queue boletos-to-registre; did you mean boletos-to-register?',
      ],
      [
        'a batch too large',
        'queue: boletos-to-register }',
        'queue: boletos-to-register, batch_size: 11 }',
        '15:56: functions.register-boleto.trigger.batch_size: must be at most 10, not 11',
      ],
      [
        'a visibility below six timeouts',
        'visibility_timeout: 180',
        'visibility_timeout: 179',
        '18:25: queues.boletos-to-register.visibility_timeout: must be at least 180, six times the timeout of register-boleto, not 179',
      ],
      [
        'a default that is not there',
        'default_environment: sandbox',
        'default_environment: sandbx',
        '2:22: default_environment: there is no environment sandbx; did you mean sandbox?',
      ],
      [
        'a protected default',
        '    account:',
        '    protected: true\n    account:',
        '2:22: default_environment: sandbox is protected and never a default; name another, or leave out "protected"',
      ],
      [
        'an account without quotes',
        '"000000000001"',
        '000000000001',
        '21:14: environment.sandbox.account: must be text: put it in quotes, so that no leading zero is lost',
      ],
      [
        'a short account',
        '"000000000001"',
        '"1234"',
        '21:14: environment.sandbox.account: must be the twelve digits of an AWS account; it is "1234"',
      ],
      [
        'an endpoint that is none',
        '    account:',
        '    endpoint: localhost\n    account:',
        '21:15: environment.sandbox.endpoint: must be a URL; it is "localhost"',
      ],
      [
        'no bucket anywhere',
        's3_bucket: artifacts, ',
        '',
        '20:3: environment.sandbox.s3_bucket: is missing; give it here or as deploy.s3_bucket',
      ],
      [
        'no region anywhere',
        ', region: us-east-1',
        '',
        '20:3: environment.sandbox.region: is missing; give it here or as deploy.region',
      ],
      [
        'an unknown function',
        '    account:',
        '    functions: [create-boleto, create-bolet]\n    account:',
        '21:32: environment.sandbox.functions[1]: there is no function create-bolet; did you mean create-boleto?',
      ],
      [
        'a function twice',
        '    account:',
        '    functions: [create-boleto, create-boleto]\n    account:',
        '21:32: environment.sandbox.functions[1]: create-boleto is there twice',
      ],
      [
        'a route twice',
        '{ queue: boletos-to-register }',
        '{ route: POST /boletos }',
        "15:23: functions.register-boleto.trigger.route: POST /boletos is create-boleto's already",
      ],
      [
        'a route twice, in a list',
        '{ queue: boletos-to-register }',
        '{ routes: [GET /boletos], open_routes: ["POST /boletos"] }',
        "15:54: functions.register-boleto.trigger.open_routes[0]: POST /boletos is create-boleto's already",
      ],
      [
        'a route with a key and without',
        '{ queue: boletos-to-register }',
        '{ routes: ["GET /boletos/{id}"], open_routes: ["GET /boletos/{key}"] }',
        '15:61: functions.register-boleto.trigger.open_routes[0]: GET /boletos/{key} is there twice',
      ],
      [
        'an unknown kind of build',
        'type: command',
        'type: rocker',
        '3:16: build.type: "rocker" is not known here; there is command',
      ],
      ['no kind of build', 'type: command, ', '', '3:1: build.type: is missing; there is command'],
      [
        'a name in capitals',
        'service: sample',
        'service: Sample',
        '1:10: service: must be a name of lower-case letters, digits and hyphens; it is "Sample"',
      ],
      [
        'a list for a map',
        'credstash: { table: secrets, key: alias/secrets }',
        'credstash: [secrets]',
        '22:5: environment.sandbox.credstash: must be a map of settings, not a list',
      ],
      [
        'nothing for a map',
        'credstash: { table: secrets, key: alias/secrets }',
        'credstash:',
        '22:5: environment.sandbox.credstash: must be a map of settings, not nothing',
      ],
    ];
    for (const [what, part, by, expected] of cases) {
      it(`${what}`, async () => {
        await assertProblems(changed(part, by), [expected]);
      });
    }

    it('a function name too long for Lambda', async () => {
      const long = 'a'.repeat(50);
      await assertProblems(valid.replaceAll('create-boleto:', `${long}:`), [
        `20:3: environment.sandbox: sandbox-sample-${long} has 65 characters; Lambda takes names of 64 at most`,
      ]);
    });
  });

  it('reports all mistakes at once, from top to bottom', async () => {
    const text = changed('timeout: 10', 'timeout: 1000')
      .replace('service: sample', 'service: Sample')
      .replace('memory: 512', 'memmory: 512')
      .replace('visibility_timeout: 180', 'visibility_timeout: 10');
    await assertProblems(text, [
      '1:10: service: must be a name of lower-case letters, digits and hyphens; it is "Sample"',
      '8:5: functions.create-boleto.memmory: there is no such setting; did you mean memory?',
      '9:14: functions.create-boleto.timeout: must be at most 900, not 1000',
      '18:25: queues.boletos-to-register.visibility_timeout: must be at least 180, six times the timeout of register-boleto, not 10',
    ]);
  });

  it('names what a file of 2017 lacks, one by one', async () => {
    const text = `scm:
  type: git
  repository: git@example.com:pagarme/superbowleto.git
  ref: master
build:
  type: rocker
deploy:
  type: lambda
  project_name: superbowleto
  region: us-east-1
  s3_bucket: deploy-bucket
  package: [dist, node_modules]
environment:
  live:
    functions:
      - create-boleto
      - update-boleto
`;
    await assertProblems(text, [
      '1:1: default_environment: is missing (environment of a command that is given none; never a protected one)',
      '1:1: functions: is missing (each function by its name, with handler, memory, timeout and trigger)',
      '4:3: scm.ref: has no place here; each deploy names it: --ref master',
      '6:9: build.type: "rocker" is not known here; there is command',
      '14:3: environment.live.account: is missing (AWS account, twelve digits in quotes)',
      '14:3: environment.live.credstash: is missing (where the secrets are: { table, key })',
      '14:3: environment.live.operations_table: is missing (DynamoDB table of the lock and of the release log)',
      '14:3: environment.live.database: is missing (the database: { instance, name, user }, or { cluster, name, user })',
      '16:9: environment.live.functions[0]: there is no function create-boleto; describe it under functions',
      '17:9: environment.live.functions[1]: there is no function update-boleto; describe it under functions',
    ]);
  });

  it('takes the name and the functions from where a file of 2017 had them', async () => {
    const project = await load(
      changed('service: sample\n', '').replace(
        'type: lambda,',
        'type: lambda, project_name: boletos, functions: [create-boleto],',
      ),
    );
    assert.equal(project.service, 'boletos');
    assert.deepEqual(project.environments.sandbox?.functions, ['create-boleto']);
  });

  it('says where a file is no YAML', async () => {
    await assertProblems(changed('service: sample', 'service: "sample'), [`1:17: Missing closing "quote`]);
  });

  it('tells the first place that is no YAML, and not what follows from it', async () => {
    await assertProblems(changed('queues:', '\tqueues:'), ['16:1: Tabs are not allowed as indentation']);
  });

  it('says which alias leads nowhere', async () => {
    await assertProblems(changed('service: sample', 'service: *name'), [
      '1:10: there is no &name before this *name',
    ]);
  });

  it('says where a second document begins', async () => {
    const line = valid.split('\n').length;
    await assertProblems(`${valid}---\nmore: 1\n`, [
      `${line}:1: a second document begins here; there can be only one`,
    ]);
  });

  it('says which name is there twice', async () => {
    await assertProblems(changed('queues:', 'service: again\nqueues:'), ['16:1: this name is there twice']);
  });

  it('says that an empty file lacks everything', async () => {
    await assert.rejects(load(''), {
      code: 'PROJECT_FILE_INVALID',
      message: / has \d mistakes:\n.*:1:1: service: is missing/,
    });
  });

  it('says that there is no file', async () => {
    await assert.rejects(loadProject(file), {
      code: 'PROJECT_FILE_UNREADABLE',
      exitCode: 2,
      message: `There is no file ${file}. Run sbw where superbowleto.yml is, or name the file.`,
    });
  });

  it('shows the schema to editors', () => {
    assert.match(
      readFileSync(own, 'utf8'),
      /^# yaml-language-server: \$schema=\.\/superbowleto\.schema\.json$/m,
    );
  });
});
