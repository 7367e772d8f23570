import assert from 'node:assert/strict';
import { describeFailure, MigrationProblem, migrationFailed } from '../../../src/migrations/problem.js';

const migration = { name: '001-a', up: 'select 1', checksum: '' };
const OUTCOME = 'It was rolled back.';

const postgresError = (code: string, more: object = {}) =>
  Object.assign(new Error('no.'), { code, position: '', ...more });

describe('migrationFailed', () => {
  for (const [sqlstate, code, advice] of [
    [
      '55P03',
      'LOCK_TIMEOUT',
      ' A table it needs is in use: run it again later, or wait longer by --lock-timeout.',
    ],
    ['40P01', 'DEADLOCK', ' It and another session waited for each other: run it again.'],
    ['57014', 'STATEMENT_TIMEOUT', ' It took longer than it may: see docs/migrations.md, "Time".'],
    ['25P04', 'TRANSACTION_TIMEOUT', ' It took longer than it may: see docs/migrations.md, "Time".'],
    ['42P01', 'MIGRATION_FAILED', ''],
  ] as const) {
    it(`has the code ${code} for SQLSTATE ${sqlstate}`, () => {
      const problem = migrationFailed(migration, postgresError(sqlstate), OUTCOME);
      assert.equal(problem.code, code);
      assert.equal(problem.message, `Migration 001-a failed: no. It was rolled back.${advice}`);
      assert.deepEqual(problem.details, { migration: '001-a', sqlstate });
    });
  }

  it('keeps what PostgreSQL reports', () => {
    const error = postgresError('23505', { position: '38', detail: 'Key exists.', hint: 'Try again.' });
    const problem = migrationFailed(migration, error, OUTCOME);
    assert.deepEqual(problem.details, {
      migration: '001-a',
      sqlstate: '23505',
      position: '38',
      detail: 'Key exists.',
      hint: 'Try again.',
    });
    assert.equal(problem.cause, error);
  });

  it('takes no code of the system for a SQLSTATE', () => {
    const problem = migrationFailed(migration, postgresError('ECONNRESET'), OUTCOME);
    assert.deepEqual(problem.details, { migration: '001-a' });
    assert.equal(problem.code, 'MIGRATION_FAILED');
  });

  it('accepts what is no error, and returns a problem as it is', () => {
    assert.equal(
      migrationFailed(migration, 'text', OUTCOME).message,
      'Migration 001-a failed: text. It was rolled back.',
    );
    const problem = new MigrationProblem('IRREVERSIBLE', 'no way back');
    assert.equal(migrationFailed(migration, problem, OUTCOME), problem);
  });
});

describe('describeFailure', () => {
  it('returns a problem with its details', () => {
    const problem = new MigrationProblem('IRREVERSIBLE', 'no way back', { migration: '001-a' });
    assert.deepEqual(describeFailure(problem), {
      code: 'IRREVERSIBLE',
      message: 'no way back',
      migration: '001-a',
    });
  });

  it('returns any other error as one of the database', () => {
    assert.deepEqual(describeFailure(postgresError('57P01')), {
      code: 'DATABASE_ERROR',
      message: 'The database could not be used: no.',
      sqlstate: '57P01',
    });
    assert.deepEqual(describeFailure('text'), {
      code: 'DATABASE_ERROR',
      message: 'The database could not be used: text',
    });
  });
});
