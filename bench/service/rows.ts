import { validate } from '../../src/service/api/validate.js';
import { createBoletoRepository } from '../../src/service/boletos/repository.js';
import { listSchema } from '../../src/service/boletos/schema.js';
import { sweepOutbox } from '../../src/service/registration/sweep.js';
import { fillWithBoletos } from '../../test/integration/service/fill.js';
import { startService } from '../../test/integration/service/harness.js';
import type { TestPostgres } from '../../test/support/postgres.js';
import { median, print } from './rates.js';

const SIZES = [1_000, 100_000, 1_000_000];
const TIMES = 200;

const QUERIES: readonly Record<string, string>[] = [
  {},
  { status: 'failed' },
  { token: 'token-4' },
  { reference_id: 'order-4' },
  { expiration_date_from: '2026-03-01', expiration_date_to: '2026-03-02' },
  { created_at_from: '2026-01-01T00:00:00Z', created_at_to: '2026-01-01T00:20:00Z' },
  { cursor: 'bol_500' },
];

/** Measures a list, each filter, a single boleto and a sweep of an idle outbox over tables of different sizes. */
export async function benchRows(server: TestPostgres): Promise<void> {
  const times = new Map<string, number[]>();
  for (const size of SIZES) {
    const service = await startService(server);
    await fillWithBoletos(service, size);
    const repository = createBoletoRepository(service.database);
    const deadline = () => Date.now() + 60_000;
    const works: Record<string, () => Promise<unknown>> = {
      'one boleto': () => repository.findOf('default', 'bol_500', deadline()),
      'a sweep with nothing due': () => sweepOutbox(service.outbox, deadline()),
    };
    for (const query of QUERIES) {
      works[`list ${JSON.stringify(query)}`] = () =>
        repository.list('default', validate(listSchema, query), deadline());
    }
    for (const [name, work] of Object.entries(works)) {
      times.set(name, [...(times.get(name) ?? []), await medianTime(work)]);
    }
    await service.close();
  }
  print('\n### Milliseconds, by boletos in the table, medians\n');
  print(`| | ${SIZES.map((size) => size.toLocaleString('en-US')).join(' | ')} |\n|---|---:|---:|---:|`);
  for (const [name, seen] of times) {
    print(`| ${name} | ${seen.map((milliseconds) => milliseconds.toFixed(2)).join(' | ')} |`);
  }
}

async function medianTime(work: () => Promise<unknown>): Promise<number> {
  const seen: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const began = performance.now();
    await work();
    seen.push(performance.now() - began);
  }
  return median(seen);
}
