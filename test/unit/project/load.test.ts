import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject } from '../../../src/project/index.js';
import { changed, useProjectFile, VALID } from './project-file.js';

const own = new URL('../../../superbowleto.yml', import.meta.url).pathname;

describe('loadProject', () => {
  const fixture = useProjectFile();

  describe('a valid file', () => {
    it('gets defaults for everything left out', async () => {
      const project = await fixture.load(VALID);
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
      assert.equal(project.migrations, join(fixture.folder, 'migrations'));
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
      assert.equal(project.directory, fixture.folder);
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
      [
        '{ routes: [GET /boletos] }',
        { type: 'routes', routes: [{ method: 'GET', path: '/boletos', apiKey: true }] },
      ],
      ['{ schedule: rate(5 minutes) }', { type: 'schedule', expression: 'rate(5 minutes)' }],
    ] as const) {
      it(`may have the trigger ${written}`, async () => {
        const project = await fixture.load(changed('{ route: POST /boletos }', written));
        assert.deepEqual(project.functions['create-boleto']?.trigger, trigger);
      });
    }

    it('keeps every optional setting', async () => {
      const text = VALID.replace(
        'build: {',
        'migrations: database/migrations\nscm: { type: git, repository: ../other }\nbuild: { install: npm ci, lockfile: lock,',
      )
        .replace('type: lambda,', 'type: lambda, package: [dist], smoke_event: { ping: true }, keep: 2,')
        .replace(
          'queue: boletos-to-register }',
          'queue: boletos-to-register, batch_size: 1, maximum_concurrency: 2 }',
        )
        .replace('visibility_timeout: 180', 'visibility_timeout: 180\n    delay: 5\n    max_receives: 3')
        .replace('{ instance: sample,', '{ cluster: sample,')
        .replace(
          '    account:',
          '    endpoint: http://127.0.0.1:1\n    profile: ours\n    profile_file: aws\n    simulators: [bradesco]\n    functions: [create-boleto]\n    account:',
        );
      const project = await fixture.load(text);
      assert.equal(project.migrations, join(fixture.folder, 'database/migrations'));
      assert.deepEqual(project.scm, { type: 'git', repository: '../other' });
      assert.deepEqual(project.build, {
        type: 'command',
        install: 'npm ci',
        lockfile: 'lock',
        command: 'make',
        output: 'out',
      });
      assert.deepEqual(project.deploy, {
        type: 'lambda',
        package: ['dist'],
        smokeEvent: { ping: true },
        keep: 2,
      });
      assert.deepEqual(project.functions['register-boleto'], {
        name: 'register-boleto',
        handler: 'register-boleto.handler',
        memory: 512,
        timeout: 30,
        trigger: { type: 'queue', queue: 'boletos-to-register', batchSize: 1, maximumConcurrency: 2 },
      });
      assert.deepEqual(project.queues['boletos-to-register'], {
        name: 'boletos-to-register',
        visibilityTimeout: 180,
        delay: 5,
        maxReceives: 3,
      });
      const { endpoint, profile, profileFile, simulators, functions, database } =
        project.environments.sandbox ?? {};
      assert.deepEqual(
        { endpoint, profile, profileFile, simulators, functions, database },
        {
          endpoint: 'http://127.0.0.1:1',
          profile: 'ours',
          profileFile: join(fixture.folder, 'aws'),
          simulators: ['bradesco'],
          functions: ['create-boleto'],
          database: { type: 'cluster', identifier: 'sample', name: 'sample', user: 'sample' },
        },
      );
    });

    it('prefers the bucket and the region of an environment to those of the section deploy', async () => {
      const own = changed('    account:', '    s3_bucket: own\n    region: sa-east-1\n    account:');
      for (const text of [own, own.replace(', s3_bucket: artifacts, region: us-east-1', '')]) {
        const { sandbox } = (await fixture.load(text)).environments;
        assert.deepEqual([sandbox?.bucket, sandbox?.region], ['own', 'sa-east-1']);
      }
    });

    it('may have function names of up to 64 characters in AWS', async () => {
      const name = 'a'.repeat(64 - 'sandbox-sample-'.length);
      assert.ok((await fixture.load(VALID.replace('create-boleto:', `${name}:`))).functions[name]);
    });

    it('cannot have longer ones', async () => {
      const long = 'a'.repeat(50);
      await fixture.assertProblems(VALID.replaceAll('create-boleto:', `${long}:`), [
        `20:3: environment.sandbox: sandbox-sample-${long} has 65 characters; Lambda takes names of 64 at most`,
      ]);
    });

    it('may have one route with a parameter and one with a greedy parameter', async () => {
      const routes = '{ routes: ["GET /boletos/{id}", "GET /boletos/{path+}"] }';
      assert.ok(await fixture.load(changed('{ route: POST /boletos }', routes)));
    });

    it('protects only live by default, and the environments that it names', async () => {
      const live = VALID.slice(VALID.indexOf('    account:'));
      const project = await fixture.load(`${VALID}  live:\n${live}  old:\n    protected: true\n${live}`);
      const protection = Object.values(project.environments).map((environment) => environment.protected);
      assert.deepEqual(protection, [false, true, true]);
    });

    it('is superbowleto.yml of this repository', async () => {
      const project = await loadProject(own, { variables: { HOME: '/home/ana' } });
      assert.equal(project.service, 'superbowleto');
      assert.equal(project.defaultEnvironment, 'local');
      assert.equal(Object.keys(project.functions).length, 12);
      assert.equal(project.environments.local?.profileFile, '/home/ana/.superbowleto/aws-config');
      assert.equal(project.environments.live?.protected, true);
    });
  });

  it('reports all mistakes at once, from top to bottom', async () => {
    const text = changed('timeout: 10', 'timeout: 1000')
      .replace('service: sample', 'service: Sample')
      .replace('memory: 512', 'memmory: 512')
      .replace('visibility_timeout: 180', 'visibility_timeout: 10');
    await fixture.assertProblems(text, [
      '1:10: service: must be a name of lower-case letters, digits and hyphens; it is "Sample"',
      '8:5: functions.create-boleto.memmory: there is no such setting; did you mean memory?',
      '9:14: functions.create-boleto.timeout: must be at most 900, not 1000',
      '18:25: queues.boletos-to-register.visibility_timeout: must be at least 180, six times the timeout of register-boleto, not 10',
    ]);
  });

  it('reports where a file is no YAML', async () => {
    await fixture.assertProblems(changed('service: sample', 'service: "sample'), [
      `1:17: Missing closing "quote`,
    ]);
  });

  it('reports the first syntax error, and not those that follow from it', async () => {
    await fixture.assertProblems(changed('queues:', '\tqueues:'), [
      '16:1: Tabs are not allowed as indentation',
    ]);
  });

  it('reports an alias without an anchor', async () => {
    await fixture.assertProblems(changed('service: sample', 'service: *name'), [
      '1:10: there is no &name before this *name',
    ]);
  });

  it('reports where a second document begins', async () => {
    const line = VALID.split('\n').length;
    await fixture.assertProblems(`${VALID}---\nmore: 1\n`, [
      `${line}:1: a second document begins here; there can be only one`,
    ]);
  });

  it('reports each name that is there twice', async () => {
    const text = changed('queues:', 'service: again\nqueues:').replace(
      '  sandbox:',
      '  sandbox:\n    region: a\n    region: b',
    );
    await fixture.assertProblems(text, ['16:1: this name is there twice', '23:5: this name is there twice']);
  });

  it('reports every missing setting of an empty file', async () => {
    await assert.rejects(fixture.load(''), {
      code: 'PROJECT_FILE_INVALID',
      message: / has \d mistakes:\n.*:1:1: service: is missing/,
    });
  });

  it('reports a missing file', async () => {
    await assert.rejects(loadProject(fixture.file), {
      code: 'PROJECT_FILE_UNREADABLE',
      exitCode: 2,
      message: `There is no file ${fixture.file}. Run sbw where superbowleto.yml is, or name the file.`,
    });
  });

  it('names the schema for editors in its first line', () => {
    assert.match(
      readFileSync(own, 'utf8'),
      /^# yaml-language-server: \$schema=\.\/superbowleto\.schema\.json$/m,
    );
  });
});
