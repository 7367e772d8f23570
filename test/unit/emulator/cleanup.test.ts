import assert from 'node:assert/strict';
import { Cleanup } from '../../../src/emulator/cleanup.js';

describe('Cleanup', () => {
  it('runs its steps in reverse order, each after the one before it has ended', async () => {
    const done: string[] = [];
    const cleanup = new Cleanup(() => {});
    cleanup.add(() => void done.push('first'));
    cleanup.add(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push('second');
    });
    await cleanup.run();
    assert.deepEqual(done, ['second', 'first']);
  });

  it('reports a step that fails, and runs the others', async () => {
    const [done, reports]: string[][] = [[], []];
    const cleanup = new Cleanup((line) => reports?.push(line));
    cleanup.add(() => void done?.push('first'));
    cleanup.add(() => Promise.reject(new Error('no')));
    await cleanup.run();
    assert.deepEqual(
      [done, reports],
      [['first'], ['A part of the local stage did not stop well: Error: no']],
    );
  });

  it('runs each step once', async () => {
    let count = 0;
    const cleanup = new Cleanup(() => {});
    cleanup.add(() => {
      count += 1;
    });
    await Promise.all([cleanup.run(), cleanup.run()]);
    await cleanup.run();
    assert.equal(count, 1);
  });
});
