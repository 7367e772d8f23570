import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importViolations } from '../../../scripts/import-rules.js';

describe('import rules', () => {
  let source: string;

  beforeEach(() => {
    source = mkdtempSync(join(tmpdir(), 'import-rules-'));
  });
  afterEach(() => rmSync(source, { recursive: true }));

  function violationsOf(file: string, text: string): string[] {
    mkdirSync(dirname(join(source, file)), { recursive: true });
    writeFileSync(join(source, file), text);
    return importViolations(source);
  }

  const broken: [string, string, string][] = [
    ['boleto/issue.ts', `import { x } from '../errors.js';`, 'boleto imports nothing of the house'],
    ['boleto/issue.ts', `import { x } from 'node:crypto';`, 'a library uses Node'],
    ['boleto/issue.ts', `const today = new Date();`, 'a library reads the clock'],
    ['local/stage.ts', `import { deploy } from '../deploy/index.js';`, 'local may not import deploy'],
    [
      'service/http/a.ts',
      `import type { P } from '../../project/index.js';`,
      'service may not import project',
    ],
    [
      'deploy/a.ts',
      `import { lock } from '../operations/lock.js';`,
      'import operations by its index.js, not operations/lock.js',
    ],
    ['deploy/a.ts', `import Deploy from '../commands/deploy/index.js';`, 'deploy may not import commands'],
    ['cli/a.ts', `import Up from '../commands/migrate/index.js';`, 'cli may not import commands'],
    ['commands/a.ts', `await import('../service/log.js');`, 'commands may not import service'],
    [
      'emulator/s3/a.ts',
      `import type { P } from '../../project/index.js';`,
      'emulator may not import project',
    ],
    ['emulator/s3/a.ts', `import { run } from '../../index.js';`, 'emulator may not import index.js'],
    ['emulator/s3/a.ts', `import { E } from '../../errors.js';`, 'emulator may not import errors.js'],
    [
      'local/a.ts',
      `import { key } from '../emulator/kms/keys.js';`,
      'import emulator by its index.js, not emulator/kms/keys.js',
    ],
    [
      'service/boletos/a.ts',
      `import type { R } from '../registration/register.js';`,
      'service/boletos may not import service/registration',
    ],
    [
      'service/registration/a.ts',
      `import type { Service } from '../service.js';`,
      'service/registration may not import service/service.ts',
    ],
    [
      'service/service.ts',
      `import { a } from './api/a.js';`,
      'service/service.ts may not import service/api',
    ],
    [
      'service/database/a.ts',
      `import { b } from '../boletos/boleto.js';`,
      'service/database may not import service/boletos',
    ],
    ['rotation/a.ts', `console.log('done');`, 'a library prints'],
    ['rotation/a.ts', `process.exit(1);`, 'a library exits'],
    ['rotation/a.ts', `const [, , name] = process.argv;`, 'a library reads process.argv'],
    ['rotation/a.ts', `import { ux } from '@oclif/core';`, 'a library imports oclif'],
    [
      'deploy/a.ts',
      `const bundle = 'build/service';`,
      'only local and commands know where the built bundle is',
    ],
  ];
  for (const [file, text, what] of broken) {
    it(`finds in ${file}: ${text}`, () => {
      assert.deepEqual(violationsOf(file, `// a comment\n${text}\n`), [`src/${file}:2: ${what}`]);
    });
  }

  it('lets a command import a room by its index, and print', () => {
    const text = `import { deploy } from '../../deploy/index.js';\nprocess.stdout.write('x');\n`;
    assert.deepEqual(violationsOf('commands/deploy/index.ts', text), []);
  });

  it('lets a layer of the service import one below it, and what serves every layer', () => {
    const text = `import '../boletos/a.js';\nimport '../database/b.js';\nimport '../../project/names.js';\n`;
    assert.deepEqual(violationsOf('service/registration/a.ts', text), []);
    assert.deepEqual(violationsOf('service/api/a.ts', `import '../service.js';\n`), []);
    assert.deepEqual(violationsOf('service/service.ts', `import './registration/a.js';\n`), []);
  });

  it('lets the emulator import the clock, report and process of the house', () => {
    const names = ['clock', 'report', 'process'];
    const text = names.map((name) => `import '../../${name}.js';\n`).join('');
    assert.deepEqual(violationsOf('emulator/s3/a.ts', text), []);
  });

  it('finds a circle of three files, one of them closed by a type and one loaded on demand', () => {
    violationsOf('logs/a.ts', `import type { B } from './b.js';\n`);
    violationsOf('logs/b.ts', `export const c = () => import('./c.js');\n`);
    assert.deepEqual(violationsOf('logs/c.ts', `export * from './a.js';\n`), [
      'circle: src/logs/a.ts -> src/logs/b.ts -> src/logs/c.ts -> src/logs/a.ts',
    ]);
  });

  it('does not take an example in a docstring for code', () => {
    assert.deepEqual(violationsOf('rotation/a.ts', `/**\n * @example console.log(1)\n */\nexport {};\n`), []);
  });
});
