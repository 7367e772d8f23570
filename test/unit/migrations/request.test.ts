import assert from 'node:assert/strict';
import type { MigrationRequest } from '../../../src/migrations/index.js';
import { requestOf, verifyRequest } from '../../../src/migrations/request.js';

describe('requestOf', () => {
  it('returns the fields of a request, without empty ones and without any other', () => {
    const request = {
      command: 'plan',
      to: '001-a',
      step: 1,
      of: 'up',
      lockWait: 0,
      tableLockTimeout: 1,
      statementTimeout: 2,
      expect: [{ name: '001-a' }],
      pid: 71,
      by: 'ana',
    } as const;
    assert.deepEqual(requestOf({ ...request, lambda: {} } as MigrationRequest), request);
    const empty = { command: 'up', to: undefined, by: null } as unknown as MigrationRequest;
    assert.deepEqual(requestOf(empty), { command: 'up' });
  });
});

describe('verifyRequest', () => {
  const accepted: readonly MigrationRequest[] = [
    { command: 'up' },
    { command: 'down', step: 1 },
    { command: 'redo' },
    { command: 'status' },
    { command: 'history' },
    { command: 'unlock', pid: 71 },
    { command: 'baseline', to: '001-a' },
    { command: 'plan', of: 'up' },
    { command: 'plan', of: 'down' },
    { command: 'plan', of: 'redo' },
    { command: 'plan', of: 'baseline', to: '001-a' },
    { command: 'up', lockWait: 0, tableLockTimeout: 0, statementTimeout: 900_000 },
    { command: 'up', by: 'ana', expect: [{ name: '001-a' }] },
  ];
  for (const request of accepted) {
    it(`accepts ${JSON.stringify(request)}`, () => verifyRequest(request));
  }

  const refused: readonly (readonly [request: Record<string, unknown>, message: string])[] = [
    [
      { command: 'repair' },
      '"command" is up, down, redo, baseline, plan, status, history, unlock; not "repair".',
    ],
    [{ to: '' }, '"to" is the name of a migration.'],
    [{ to: 1 }, '"to" is the name of a migration.'],
    [{ step: 0 }, '"step" is a whole number of migrations, 1 or more.'],
    [{ step: 1.5 }, '"step" is a whole number of migrations, 1 or more.'],
    [{ step: '1' }, '"step" is a whole number of migrations, 1 or more.'],
    [{ to: 'x', step: 1 }, 'Give "to" or "step", not both.'],
    [{ command: 'plan' }, '"of" of a plan is up, down, redo, baseline; not undefined.'],
    [{ command: 'plan', of: 'status' }, '"of" of a plan is up, down, redo, baseline; not "status".'],
    [{ command: 'baseline' }, '"baseline" needs "to": the last migration that the database already holds.'],
    [
      { command: 'plan', of: 'baseline' },
      '"baseline" needs "to": the last migration that the database already holds.',
    ],
    ...['lockWait', 'tableLockTimeout', 'statementTimeout'].flatMap((name) =>
      [-1, 900_001, 1.5].map(
        (value) => [{ [name]: value }, `"${name}" is a whole number of milliseconds, up to 900000.`] as const,
      ),
    ),
    [{ by: 1 }, '"by" is a name.'],
    [{ expect: [{ name: '001-a' }, '002-b'] }, '"expect" is a list of migrations, each with its name.'],
    [{ expect: ['001-a'] }, '"expect" is a list of migrations, each with its name.'],
    [{ expect: { name: '001-a' } }, '"expect" is a list of migrations, each with its name.'],
  ];
  for (const [request, message] of refused) {
    it(`refuses ${JSON.stringify(request)}`, () => {
      assert.throws(() => verifyRequest({ command: 'up', ...request } as MigrationRequest), {
        code: 'INVALID_REQUEST',
        message,
      });
    });
  }
});
