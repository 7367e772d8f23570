import assert from 'node:assert/strict';
import { parseStatements } from '../../../../src/migrations/lint/statements.js';

describe('parseStatements', () => {
  it('returns each statement without the comments before it, and where both begin', async () => {
    const statements = await parseStatements('SELECT 1; -- é\n/* b */ SELECT 2;SELECT 3');
    assert.ok(Array.isArray(statements));
    assert.deepEqual(
      statements.map(({ text, from, start }) => [text, from, start]),
      [
        ['SELECT 1', 0, 0],
        ['SELECT 2', 9, 23],
        ['SELECT 3', 32, 32],
      ],
    );
  });

  it('returns where PostgreSQL stops reading', async () => {
    assert.deepEqual(await parseStatements('SELECT 1; SELEC 2'), {
      message: 'syntax error at or near "SELEC"',
      offset: 10,
    });
  });
});
