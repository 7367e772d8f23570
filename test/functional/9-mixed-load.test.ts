import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until.js';
import { type Answer, Api } from './support/api.js';
import { OwnerQueue } from './support/aws.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { processesNaming } from './support/processes.js';

/** The load lasts this long, or until the rotation and the deploy have ended. `npm run soak:service`: ten minutes. */
const SECONDS = Number(process.env.SBW_SOAK_SECONDS ?? 0);
const CLIENTS = 3;
const PENDING_ONCE = 5_000_003;
/** Mean milliseconds between two kills. */
const BETWEEN_KILLS = 1_000;

/** A boleto that a client requests, again and again with the same key, until it gets an answer. */
interface Order {
  readonly key: string;
  readonly fields: Record<string, unknown>;
  id: string | undefined;
}

describe('mixed load while functions are killed, a password is rotated and a release is deployed', function () {
  this.timeout((SECONDS + 300) * 1_000);
  let machine: Newcomer;
  let api: Api;
  let owner: OwnerQueue;

  before(async () => {
    machine = await newcomer();
    api = await Api.of(machine);
    owner = await OwnerQueue.create(machine, 'owner-mixed-load');
  });
  after(() => owner?.close());

  it('loses no boleto, and fails no request but those of a killed function', async () => {
    const orders: Order[] = [];
    const failures: string[] = [];
    let kills = 0;
    let running = true;

    const ask = async (request: () => Promise<Answer>, expected: number): Promise<Answer | undefined> => {
      const answer = await request().catch((error: unknown) => ({
        status: 0,
        body: { error: String(error) },
      }));
      if (answer.status === expected) return answer as Answer;
      failures.push(`${answer.status} ${JSON.stringify(answer.body)}`);
      return undefined;
    };
    const client = async (client: number) => {
      for (let number = 0; running; number++) {
        const fields = { queue_url: owner.url, amount: number % 5 === 0 ? PENDING_ONCE : 2000 };
        const order: Order = { key: `order-${client}-${number}`, fields, id: undefined };
        orders.push(order);
        while (order.id === undefined) {
          const created = await ask(() => api.create(fields, { 'idempotency-key': order.key }), 201);
          order.id = created?.body.id as string | undefined;
        }
        await ask(() => api.call('GET', `/boletos/${order.id}`), 200);
        if (number % 7 === 0) await ask(() => api.call('GET', '/boletos?count=5'), 200);
      }
    };
    const killer = async () => {
      while (running) {
        await delay(Math.random() * 2 * BETWEEN_KILLS);
        const ours = new Set(processesNaming(machine.folder).map(({ pid }) => pid));
        const functions = processesNaming('AWS_LAMBDA_FUNCTION_NAME=').filter(({ pid }) => ours.has(pid));
        const victim = functions[Math.floor(Math.random() * functions.length)];
        if (!victim) continue;
        process.kill(victim.pid, 'SIGKILL');
        kills++;
      }
    };
    /** Deploys, again after each deploy that failed because a new version was killed in its first call. */
    const deployWhileKilled = async () => {
      for (;;) {
        const { code, stdout } = await machine.sbw(
          'deploy',
          '--env',
          'local',
          '--ref',
          'mixed-load',
          '--json',
        );
        if (code === 0) return;
        assert.match(stdout, /fails when it is invoked: .*signal: killed/);
      }
    };
    const operator = async () => {
      const ends = Date.now() + SECONDS * 1_000;
      await machine.sbwJson('rotate-password', 'local');
      await machine.git('checkout', '--quiet', '-B', 'mixed-load', 'main');
      await machine.git('commit', '--quiet', '--allow-empty', '-m', 'Deployed under load');
      await machine.git('checkout', '--quiet', 'main');
      await deployWhileKilled();
      await delay(Math.max(0, ends - Date.now()));
      running = false;
    };
    await Promise.all([
      operator().finally(() => {
        running = false;
      }),
      killer(),
      ...Array.from({ length: CLIENTS }, (_, number) => client(number)),
    ]);

    assert.ok(kills > 0 && orders.length > 0, `${orders.length} boletos, ${kills} kills`);
    assert.equal(new Set(orders.map(({ id }) => id)).size, orders.length);
    for (const { key, fields, id } of orders) {
      await until(
        `${id} is registered`,
        async () => (await api.call('GET', `/boletos/${id}`)).body.status === 'registered',
        180_000,
      );
      let again: Answer | undefined;
      while (!again) again = await ask(() => api.create(fields, { 'idempotency-key': key }), 201);
      assert.equal(again.body.id, id, `${key} made another boleto`);
    }
    // A killed function loses the request that it was working on.
    assert.ok(
      failures.length <= kills,
      `${kills} kills, ${failures.length} failures:\n${failures.join('\n')}`,
    );
    const summary = `${orders.length} boletos, ${kills} kills, ${failures.length} requests lost by them`;
    process.stdout.write(`      ${summary}\n`);
  });
});
