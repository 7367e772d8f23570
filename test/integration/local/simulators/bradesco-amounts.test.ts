import assert from 'node:assert/strict';
import { startBanks } from '../../../support/banks.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { until } from '../../../support/until.js';
import { BradescoClient } from './bradesco-client.js';

describe('the simulator of Bradesco, with special amounts', () => {
  let bank: BradescoClient;

  before(async () => {
    bank = new BradescoClient(await startBanks({ clock: new ManualClock() }));
  });
  after(() => bank?.banks.stop());

  /** The amount, the status and code of the first three answers, and the titles registered after them. */
  const amounts: readonly (readonly [number, readonly (readonly [number, unknown])[], number])[] = [
    [
      93_005_000,
      [
        [201, 0],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_001,
      [
        [200, 930051],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_003,
      [
        [200, 930053],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_119,
      [
        [200, 93005119],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_074,
      [
        [200, 9300574],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_999,
      [
        [200, 93005999],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_020,
      [
        [200, 9300520],
        [200, 9300520],
        [200, 9300520],
      ],
      0,
    ],
    [
      93_005_117,
      [
        [200, 93005117],
        [200, 93005117],
        [200, 93005117],
      ],
      0,
    ],
    [
      93_005_116,
      [
        [200, 93005116],
        [200, 93005116],
        [201, 0],
      ],
      1,
    ],
    [
      93_006_000,
      [
        [201, 0],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      5_000_100,
      [
        [201, '0'],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      5_000_503,
      [
        [503, undefined],
        [503, undefined],
        [201, 0],
      ],
      1,
    ],
    [
      5_000_400,
      [
        [400, undefined],
        [400, undefined],
        [201, 0],
      ],
      1,
    ],
    [
      5_000_200,
      [
        [200, undefined],
        [200, undefined],
        [201, 0],
      ],
      1,
    ],
    [
      5_000_204,
      [
        [200, undefined],
        [200, undefined],
        [201, 0],
      ],
      1,
    ],
  ];
  for (const [amount, answers, registered] of amounts) {
    it(`answers R$ ${(amount / 100).toFixed(2)} as docs/providers.md says`, async () => {
      const mine = bank.title({ valor_titulo: amount });
      for (const [status, code] of answers) {
        const answer = await bank.post(mine);
        assert.deepEqual([answer.status, answer.code], [status, code]);
      }
      const key = `26/${mine.nosso_numero}`;
      assert.deepEqual(await bank.banks.counts('bradesco', key), [
        { key, titles: registered, posts: 3, gets: 0 },
      ]);
    });
  }

  for (const [amount, code] of [
    [5_000_408, 0],
    [5_000_504, 9300574],
  ] as const) {
    it(`leaves R$ ${amount / 100} without an answer, and then answers ${code}`, async () => {
      const mine = bank.title({ valor_titulo: amount });
      const key = `26/${mine.nosso_numero}`;
      const client = new AbortController();
      const lost = assert.rejects(bank.post(mine, client.signal), { name: 'AbortError' });
      await until(
        'the bank has the request',
        async () => (await bank.banks.counts('bradesco', key)).length === 1,
      );
      client.abort();
      await lost;
      assert.equal((await bank.post({ ...mine, valor_titulo: 1 })).code, code);
    });
  }
});
