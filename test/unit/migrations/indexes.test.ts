import assert from 'node:assert/strict';
import type { MigrationClient } from '../../../src/migrations/index.js';
import { indexWorkOf, invalidIndex, stateOfIndex } from '../../../src/migrations/indexes.js';

const answering = (rows: Record<string, unknown>[]): MigrationClient => ({ query: async () => ({ rows }) });

describe('indexWorkOf', () => {
  for (const [sql, verb, index] of [
    ['CREATE INDEX CONCURRENTLY i ON a (b)', 'build', 'i'],
    ['create unique index concurrently if not exists "I x" on only s.a (b)', 'build', 's."I x"'],
    ['CREATE INDEX CONCURRENTLY i ON "S"."A" (b)', 'build', '"S".i'],
    ['-- why\nCREATE /* now */ INDEX\n CONCURRENTLY i -- i\n ON a (b)', 'build', 'i'],
    ['CREATE/**/INDEX/**/CONCURRENTLY/**/i/**/ON/**/a (b)', 'build', 'i'],
    ['DROP INDEX CONCURRENTLY i', 'drop', 'i'],
    ['drop index concurrently if exists s . "I"', 'drop', 's . "I"'],
  ] as const) {
    it(`finds what is done in ${sql.replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(indexWorkOf(sql), { index, verb });
    });
  }

  for (const sql of [
    'CREATE INDEX i ON a (b)',
    'DROP INDEX i',
    'REINDEX INDEX CONCURRENTLY i',
    '-- DROP INDEX CONCURRENTLY i',
    '/* DROP INDEX\nCONCURRENTLY i */ SELECT 1',
  ]) {
    it(`finds nothing in ${sql.replaceAll('\n', ' ')}`, () => assert.equal(indexWorkOf(sql), undefined));
  }

  it('finds nothing in a function', () =>
    assert.equal(
      indexWorkOf(async () => undefined),
      undefined,
    ));
});

describe('stateOfIndex', () => {
  for (const [state, rows] of [
    [undefined, []],
    ['valid', [{ valid: true, building: true }]],
    ['building', [{ valid: false, building: true }]],
    ['invalid', [{ valid: false, building: false }]],
  ] as const) {
    it(`is ${state} for ${JSON.stringify(rows)}`, async () => {
      assert.equal(await stateOfIndex(answering([...rows]), 'i'), state);
    });
  }
});

describe('invalidIndex', () => {
  const rows = ['other', 'i_ccnew', 'MiXed', 'part_ccold2'].map((relname) => ({
    name: `s.${relname}`,
    relname,
  }));

  for (const [sql, found] of [
    ['REINDEX INDEX CONCURRENTLY i', 's.i_ccnew'],
    ['REINDEX INDEX CONCURRENTLY I', 's.i_ccnew'],
    ['REINDEX INDEX CONCURRENTLY part', 's.part_ccold2'],
    ['CREATE INDEX CONCURRENTLY "MiXed" ON a (b)', 's.MiXed'],
    ['CREATE INDEX CONCURRENTLY j ON a (b) -- other', undefined],
  ] as const) {
    it(`is ${found} after ${sql}`, async () => assert.equal(await invalidIndex(answering(rows), sql), found));
  }

  it('does not query the database after a function', async () => {
    const client = { query: () => assert.fail('it asks the database') } as unknown as MigrationClient;
    assert.equal(await invalidIndex(client, async () => undefined), undefined);
  });
});
