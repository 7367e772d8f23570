import assert from 'node:assert/strict';
import { lint, up } from './lint-text.js';

describe('sbw:allow', () => {
  it('allows what it names with a reason, in the next statement only', async () => {
    const found = await lint(
      up('-- sbw:allow drop-table nobody reads it since 1.2\nDROP TABLE a;\nDROP TABLE b;'),
    );
    assert.deepEqual(
      found.map(({ line, allowed }) => [line, allowed]),
      [
        [3, 'nobody reads it since 1.2'],
        [4, undefined],
      ],
    );
  });

  it('allows a rule in the whole file if it comes before migrate:up', async () => {
    const found = await lint(`-- sbw:allow drop-table not used\n${up('DROP TABLE a;\nDROP TABLE b;')}`);
    assert.deepEqual(
      found.map(({ allowed }) => allowed),
      ['not used', 'not used'],
    );
  });

  it('allows nothing without a reason, and nothing after the statement', async () => {
    for (const text of [
      up('-- sbw:allow drop-table\nDROP TABLE a;'),
      up('DROP TABLE a;\n-- sbw:allow drop-table why\nSELECT 1;'),
    ]) {
      const found = await lint(text);
      assert.deepEqual(
        found.map(({ rule, allowed }) => [rule, allowed]),
        [
          ['drop-table', undefined],
          ['allow', undefined],
        ],
      );
    }
  });

  it('is read in the first line of a file with a byte order mark', async () => {
    const found = await lint(`\ufeff-- sbw:allow drop-table not used\n${up('DROP TABLE a;')}`);
    assert.deepEqual(
      found.map(({ line, allowed }) => [line, allowed]),
      [[3, 'not used']],
    );
  });

  it('is found on the right line of a file that begins with an empty one', async () => {
    const found = await lint(`\n-- sbw:allow rename why\n${up('SELECT 1;')}`);
    assert.deepEqual(
      found.map(({ rule, line }) => [rule, line]),
      [['allow', 2]],
    );
  });

  for (const [allow, message] of [
    ['-- sbw:allow drop-table', 'It allows drop-table without a reason.'],
    ['-- sbw:allow drop-tabel why', 'There is no rule "drop-tabel" to allow.'],
    ['-- sbw:allow rename why', 'It allows rename, which nothing breaks here.'],
  ] as const) {
    it(`refuses "${allow}"`, async () => {
      const found = await lint(up(`${allow}\nSELECT 1;`));
      assert.deepEqual(
        found.map((one) => [one.rule, one.line, one.message]),
        [['allow', 2, message]],
      );
    });
  }
});
