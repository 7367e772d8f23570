import assert from 'node:assert/strict';
import { readRotation } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

describe('readRotation', () => {
  const state = async (prepare: (fake: ReturnType<typeof fakeRotation>) => void) => {
    const fake = fakeRotation('first');
    prepare(fake);
    return await readRotation(fake.options);
  };

  it('says to rotate when the current password logs in', async () => {
    assert.deepEqual(
      await state(({ store }) => store.add(CURRENT, 1, 'first', 'sbw rotate 2026-11-01T00:00:00.000Z ana')),
      {
        environment: 'test',
        database: 'test-db',
        status: 'available',
        current: {
          secret: CURRENT,
          version: version(1),
          since: '2026-11-01T00:00:00.000Z',
          who: 'ana',
          logsIn: true,
        },
        next: 'rotate',
      },
    );
  });

  it('shows an unfinished rotation, and no password where there is none', async () => {
    assert.deepEqual(
      await state(({ store }) => store.add(PENDING, 2, 'begun', 'sbw rotate 2026-11-01T00:00:00.000Z ana')),
      {
        environment: 'test',
        database: 'test-db',
        status: 'available',
        unfinished: {
          secret: PENDING,
          version: version(2),
          since: '2026-11-01T00:00:00.000Z',
          who: 'ana',
          logsIn: false,
        },
        next: 'resume',
      },
    );
  });

  for (const [next, what, prepare] of [
    ['init', 'there is no password', () => {}],
    ['reconcile', 'the current password does not log in', ({ store }) => store.add(CURRENT, 1, 'other')],
    [
      'wait',
      'RDS is busy',
      ({ store, states }) => {
        store.add(CURRENT, 1, 'first');
        states.push({ status: 'modifying' });
      },
    ],
    [
      'resume',
      'a rotation is unfinished, whatever else',
      ({ store, states }) => {
        store.add(PENDING, 2, 'begun');
        states.push({ status: 'modifying' });
      },
    ],
  ] as [string, string, (fake: ReturnType<typeof fakeRotation>) => void][]) {
    it(`says to ${next} when ${what}`, async () => assert.equal((await state(prepare)).next, next));
  }

  it('says why it does not know whether a password logs in', async () => {
    const fake = fakeRotation('first');
    fake.store.add(CURRENT, 1, 'first');
    const login = async () => {
      throw new Error('no way there');
    };
    assert.deepEqual(await readRotation({ ...fake.options, login }), {
      environment: 'test',
      database: 'test-db',
      status: 'available',
      current: { secret: CURRENT, version: version(1) },
      unknown: 'no way there',
      next: 'rotate',
    });
  });
});
