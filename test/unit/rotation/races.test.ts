import assert from 'node:assert/strict';
import { rotatePassword } from '../../../src/rotation/index.js';
import { CURRENT, fakeRotation, PENDING, version } from './fake-rotation.js';

/** A rotation from `first` to `second`. `onLogin` is called with each password before it is tried. */
function rotation(onLogin: (password: string, fake: ReturnType<typeof fakeRotation>) => void = () => {}) {
  const fake = fakeRotation('first');
  fake.store.add(CURRENT, 1, 'first');
  const login: typeof fake.options.login = async (_, { value }) => {
    onLogin(value, fake);
    return value === fake.server.password;
  };
  return { ...fake, options: { ...fake.options, login, generate: () => 'second' } };
}

describe('a rotation beside another run', () => {
  it('stores nothing when a later one has begun', async () => {
    const { options, store, lines, requested } = rotation();
    store.beforePut = () => void store.add(PENDING, 3, 'third');
    const { outcome, version: current } = await rotatePassword(options);
    assert.deepEqual([outcome, current, requested], ['finished-elsewhere', version(1), []]);
    assert.deepEqual(lines, ['Another run has finished this rotation']);
  });

  it('asks RDS for nothing when its password logs in already', async () => {
    const { options, store, server, requested } = rotation();
    store.add(PENDING, 2, 'begun');
    server.password = 'begun';
    const { outcome, version: current } = await rotatePassword(options);
    assert.deepEqual([outcome, current, requested], ['resumed', version(2), []]);
  });

  it('asks RDS for nothing when a later one began while it was suspended', async () => {
    const { options, requested } = rotation((password, { store }) => {
      if (password === 'second') store.add(PENDING, 3, 'third');
    });
    const { outcome, version: current } = await rotatePassword(options);
    assert.deepEqual([outcome, current, requested], ['finished-elsewhere', version(1), []]);
  });

  it('asks RDS for nothing when another run promoted its password, which no longer logs in', async () => {
    const { options, requested } = rotation((password, { store }) => {
      if (password === 'second') store.add(CURRENT, 2, 'second');
    });
    const { outcome, version: current } = await rotatePassword(options);
    assert.deepEqual([outcome, current, requested], ['finished-elsewhere', version(2), []]);
  });

  it('promotes its password only when RDS is idle again', async () => {
    const { options, states, lines } = rotation();
    states.push({}, {}, { status: 'resetting-master-credentials' });
    await rotatePassword(options);
    assert.deepEqual(lines.slice(2), [
      'The new password logs in',
      'Waiting: test-db is resetting-master-credentials',
      `Promoted: ${CURRENT} version ${version(2)} is the password`,
    ]);
  });

  it('is rotated although a later one began meanwhile, as long as its password logs in', async () => {
    const { options, store } = rotation();
    store.beforePut = (name) => {
      if (name === CURRENT) store.add(PENDING, 3, 'third');
    };
    assert.equal((await rotatePassword(options)).outcome, 'rotated');
  });
});

describe('a late request to RDS, after another run finished a later password', () => {
  /** What happens just before the promoted password is tried for the last time. */
  function beforeLastLogin(
    happens: (fake: ReturnType<typeof fakeRotation>) => void,
    onLogin: (password: string, fake: ReturnType<typeof fakeRotation>) => void = () => {},
  ) {
    let hasHappened = false;
    return rotation((password, fake) => {
      onLogin(password, fake);
      const isPromoted = fake.lines.some((line) => line.startsWith('Promoted'));
      if (password === 'second' && isPromoted && !hasHappened) {
        hasHappened = true;
        happens(fake);
      }
    });
  }
  const finishThird = ({ store, server }: ReturnType<typeof fakeRotation>) => {
    store.add(PENDING, 3, 'third');
    store.add(CURRENT, 3, 'third');
    server.password = 'neither';
  };

  it('makes the run ask RDS for the later password again', async () => {
    const { options, requested } = beforeLastLogin(finishThird);
    const { outcome, version: current } = await rotatePassword(options);
    assert.deepEqual([outcome, current], ['finished-elsewhere', version(3)]);
    assert.deepEqual(requested, ['second', 'third']);
  });

  it('is left to the other run, without a wait, while that has not finished', async () => {
    const { options, requested, lines } = beforeLastLogin(({ store, server, states }) => {
      store.add(PENDING, 3, 'third');
      server.password = 'neither';
      states.push({ status: 'modifying' });
    });
    const { outcome, version: current } = await rotatePassword(options);
    assert.deepEqual([outcome, current, requested], ['finished-elsewhere', version(2), ['second']]);
    assert.ok(!lines.some((line) => line.startsWith('Waiting')));
  });

  it('is left to a run that begins another password meanwhile', async () => {
    const { options, requested } = beforeLastLogin(finishThird, (password, { store }) => {
      if (password === 'third') store.add(PENDING, 4, 'fourth');
    });
    assert.equal((await rotatePassword(options)).version, version(3));
    assert.deepEqual(requested, ['second']);
  });

  it('is left to a run that finishes another password meanwhile', async () => {
    const { options, requested } = beforeLastLogin(finishThird, (password, { store }) => {
      if (password !== 'third') return;
      store.add(PENDING, 4, 'fourth');
      store.add(CURRENT, 4, 'fourth');
    });
    assert.equal((await rotatePassword(options)).version, version(4));
    assert.deepEqual(requested, ['second']);
  });
});

describe('the steps of a rotation', () => {
  it('are reported in order, each with its end', async () => {
    const { options } = rotation();
    const steps: string[] = [];
    const begin = (step: string) => {
      steps.push(step);
      return (isDone: boolean) => void steps.push(isDone ? 'done' : 'failed');
    };
    await rotatePassword({ ...options, report: Object.assign(() => {}, { begin }) });
    assert.deepEqual(steps, [
      'Look at the database of test, its password and its clients',
      'done',
      'Store a new one as pending',
      'done',
      'Have RDS set it in test-db',
      'done',
      'Make it the current one',
      'done',
      'Look at it once more',
      'done',
    ]);
  });
});
