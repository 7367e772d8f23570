import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { databaseFor, environmentsAtMost, estimate, maxConnections } from '../../../bench/scale/model.js';

const LARGE = { name: 'db.m7g.large', memory: 8, hourly: 0.168, standby: true };

describe('the model of scale', () => {
  it('counts what runs at once by how long it takes', () => {
    const one = estimate(25_920_000, LARGE, {
      peak: 10,
      reads: 0,
      bankSeconds: 1.9,
      postSeconds: 0.1,
      held: 1,
    });
    assert.equal(one.posts, 100);
    assert.equal(one.connections, 200);
    assert.equal(one.use['Lambda concurrency'], 0.2);
  });

  it('takes as many connections as RDS does', () => {
    assert.equal(maxConnections(LARGE), 901);
    assert.equal(maxConnections({ ...LARGE, memory: 512 }), 5_000);
  });

  it('costs what its parts cost', () => {
    const { cost, total } = estimate(1_000_000, LARGE);
    assert.equal(cost['API Gateway, 3.50 a million'], 10.5);
    assert.equal(cost['db.m7g.large, 0.168 an hour, twice']?.toFixed(2), '245.28');
    assert.ok(Math.abs(Object.values(cost).reduce((sum, dollars) => sum + dollars) - total) < 1e-9);
  });

  it('counts what docs/scale.md says', () => {
    const rows = tableOf('docs/scale.md', '| boletos a month');
    assert.equal(rows.length, LOADS.length);
    for (const [index, load] of LOADS.entries()) {
      const database = databaseFor(load);
      const [quick, slow] = [1, 5].map((bankSeconds) => estimate(load, database, { bankSeconds }));
      const counted = [
        quick?.posts,
        quick?.concurrency,
        slow?.concurrency,
        quick?.maxConnections,
        quick?.growth,
      ];
      assert.deepEqual(rows[index], asWritten(counted, rows[index]));
    }
  });

  it('lets fewer environments run behind a slow bank than the database has connections', () => {
    const rows = tableOf('docs/scale.md', '| | rate |');
    const classes = { live: 8, sandbox: 1 };
    for (const [index, [name, memory]] of Object.entries(classes).entries()) {
      const text = readFileSync(
        new URL(`../../../infrastructure/environments/${name}/main.tf`, import.meta.url),
        'utf8',
      );
      const [, rate, burst] = /^ *throttle *= \{ rate = (\d+), burst = (\d+) \}/m.exec(text) ?? [];
      const limit = { rate: Number(rate), burst: Number(burst) };
      const atOnce = environmentsAtMost(limit, SLOW_POST);
      const allowed = maxConnections({ ...LARGE, memory });
      assert.ok(atOnce + QUEUED < allowed, `${name}: ${atOnce} environments, ${allowed} connections`);
      assert.deepEqual(rows[index], asWritten([limit.rate, limit.burst, atOnce, allowed], rows[index]));
    }
  });

  it('costs what docs/operations.md says', () => {
    const rows = tableOf('docs/operations.md', '| US dollars a month');
    const columns = LOADS.map((load) => {
      const { cost, total } = estimate(load, databaseFor(load));
      const [api, lambda, sqs, logs, database, storage, endpoints = 0, nat = 0, rest] = Object.values(cost);
      return [api, lambda, sqs, logs, database, storage, endpoints + nat, rest, total, total / load];
    });
    assert.equal(rows.length, columns[0]?.length);
    for (const [index, row] of rows.entries())
      assert.deepEqual(
        row,
        asWritten(
          columns.map((column) => column[index]),
          row,
        ),
      );
  });
});

/** Seconds of a POST to a bank that does not answer: five of waiting, and the rest. */
const SLOW_POST = 5.1;
/** Environments of register-boleto (superbowleto.yml). */
const QUEUED = 10;

const LOADS = [1_000, 1_000_000, 100_000_000];

/** The figures of the table whose head begins so; its first column is left out. */
function tableOf(file: string, head: string): string[][] {
  const lines = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(head)) + 2;
  const rows = lines.slice(start, lines.indexOf('', start) === -1 ? undefined : lines.indexOf('', start));
  return rows
    .filter((row) => row.startsWith('|'))
    .map((row) =>
      [...row.slice(row.indexOf('|', 1)).matchAll(/\| \**([\d.,]+)/g)].map(([, text = '']) => text),
    );
}

/** Figures with as many digits as a row of the document has. */
function asWritten(figures: readonly (number | undefined)[], row: readonly string[] = []): string[] {
  return figures.map((figure = Number.NaN, index) => {
    const digits = row[index]?.split('.')[1]?.length ?? 0;
    return figure.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  });
}
