import { until } from '../../support/until.js';
import type { Newcomer } from './newcomer.js';
import { start } from './run.js';

/** Kills `sbw …` with -9 after its `line`-th line of progress. Returns false if it ended before. */
export async function cut(machine: Newcomer, line: number, ...args: string[]): Promise<boolean> {
  const running = start(process.execPath, ['bin/run.js', ...args], { cwd: machine.clone, env: machine.env });
  let ended = false;
  running.ended.then(() => {
    ended = true;
  });
  const lines = () => running.output().stderr.split('\n').length - 1;
  await until(`line ${line} of sbw ${args.join(' ')}`, () => ended || lines() >= line, 60_000);
  running.child.kill('SIGKILL');
  return (await running.ended).signal === 'SIGKILL';
}
