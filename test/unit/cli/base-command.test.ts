import assert from 'node:assert/strict';
import { Config, Errors } from '@oclif/core';
import { BaseCommand } from '../../../src/cli/base-command.js';
import { SuperbowletoError, UsageError } from '../../../src/errors.js';

let work: (command: Probe) => Promise<unknown>;

/** A command that does what the test says. */
class Probe extends BaseCommand {
  static override id = 'probe';
  override async run(): Promise<unknown> {
    await this.parse(Probe);
    return await work(this);
  }
  /** Runs the command as oclif does. */
  readonly start = () => this._run();
  readonly say = (line: string) => this.report(line);
  readonly begin = (step: string) => this.report.begin?.(step);
  readonly end = (text: string) => this.conclude(text);
  get aborted(): AbortSignal {
    return this.signal;
  }
}

describe('BaseCommand', () => {
  const { write: out } = process.stdout;
  const { write: err } = process.stderr;
  let config: Config;
  let printed: { out: string; err: string };

  before(async () => {
    config = await Config.load(process.cwd());
  });
  beforeEach(() => {
    printed = { out: '', err: '' };
    const into = (name: 'out' | 'err') =>
      ((chunk: string) => {
        printed[name] += chunk;
        return true;
      }) as typeof out;
    process.stdout.write = into('out');
    process.stderr.write = into('err');
  });
  afterEach(restore);

  function restore(): void {
    process.stdout.write = out;
    process.stderr.write = err;
  }

  /** Runs the command and returns its result, or the exit code of its error. */
  async function run(argv: string[], does: typeof work): Promise<unknown> {
    work = does;
    try {
      return await new Probe(argv, config).start();
    } catch (error) {
      if (error instanceof Errors.ExitError) return { exit: error.oclif.exit };
      throw error;
    } finally {
      restore();
    }
  }

  const fails = (error: unknown) => async () => {
    throw error;
  };

  it('prints an error as one sentence on standard error, and ends with its exit code', async () => {
    assert.deepEqual(await run([], fails(new SuperbowletoError('A_B', 'It failed.'))), { exit: 1 });
    assert.deepEqual(printed, { out: '', err: 'Error: It failed.\n' });
  });

  it('ends with exit code 2 for wrong usage', async () => {
    assert.deepEqual(await run([], fails(new UsageError('A_B', 'Wrong.'))), { exit: 2 });
    assert.deepEqual(printed, { out: '', err: 'Error: Wrong.\n' });
  });

  it('prints an error as JSON on standard output with --json, and nothing else', async () => {
    assert.deepEqual(await run(['--json'], fails(new UsageError('A_B', 'Wrong.'))), { exit: 2 });
    assert.deepEqual(JSON.parse(printed.out), { error: { code: 'A_B', message: 'Wrong.' } });
    assert.equal(printed.err, '');
  });

  it('prints the stack trace with --debug', async () => {
    const error = new SuperbowletoError('A_B', 'It failed.');
    error.stack = 'SuperbowletoError: It failed.\n    at here';
    await run(['--debug'], fails(error));
    assert.equal(printed.err, `${error.stack}\nError: It failed.\n`);
  });

  it('prints a thrown value that is no error, also with --debug', async () => {
    assert.deepEqual(await run(['--debug'], fails('no')), { exit: 1 });
    assert.equal(printed.err, 'Error: no\n');
  });

  it('keeps an exit code that the command chose, without a message', async () => {
    assert.deepEqual(await run([], fails(new Errors.ExitError(3))), { exit: 3 });
    assert.deepEqual(printed, { out: '', err: '' });
  });

  it('reports lines on standard error, and shows no steps without progress', async () => {
    await run([], async (command) => {
      command.say('one');
      command.begin('Build')?.(true);
      command.end('done');
    });
    assert.deepEqual(printed, { out: '', err: 'one\n' });
  });

  it('has one signal, and stops listening for Ctrl-C at its end', async () => {
    const before = process.listenerCount('SIGINT');
    await run([], async (command) => {
      assert.equal(process.listenerCount('SIGINT'), before);
      assert.equal(command.aborted, command.aborted);
      assert.equal(process.listenerCount('SIGINT'), before + 1);
    });
    assert.equal(process.listenerCount('SIGINT'), before);
  });

  it('stops listening for Ctrl-C after an error too', async () => {
    const before = process.listenerCount('SIGTERM');
    await run([], async (command) => {
      assert.equal(command.aborted.aborted, false);
      throw new UsageError('A_B', 'Wrong.');
    });
    assert.equal(process.listenerCount('SIGTERM'), before);
  });
});
