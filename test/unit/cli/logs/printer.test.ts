import assert from 'node:assert/strict';
import { LogPrinter } from '../../../../src/cli/logs/printer.js';
import type { LogLine } from '../../../../src/logs/index.js';

const TIME = '2026-11-24T12:00:00.000Z';
const sources = [
  { name: 'show-boleto', group: '/aws/lambda/live-a-show-boleto' },
  { name: 'create-boleto', group: '/aws/lambda/live-a-create-boleto' },
];
const logged = (name: string): LogLine => ({
  function: name,
  time: TIME,
  message: 'slow',
  stream: '2026/11/24/[3]ab',
  id: name,
});
const lines = sources.map(({ name }) => logged(name));

async function* arriving(error?: Error): AsyncGenerator<LogLine> {
  yield* lines;
  if (error) throw error;
}

describe('LogPrinter', () => {
  const { write, isTTY } = process.stdout;
  const noColor = process.env.NO_COLOR;

  /** Runs `work` and returns what it printed on standard output. */
  async function printed(work: () => Promise<unknown>, terminal = false): Promise<string> {
    let text = '';
    process.stdout.isTTY = terminal;
    process.stdout.write = ((chunk: string) => {
      text += chunk;
      return true;
    }) as typeof write;
    try {
      await work();
    } finally {
      process.stdout.write = write;
      process.stdout.isTTY = isTTY;
    }
    return text;
  }

  beforeEach(() => {
    delete process.env.NO_COLOR;
  });
  afterEach(() => {
    if (noColor === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = noColor;
  });

  const plain = `${TIME}  show-boleto    slow\n${TIME}  create-boleto  slow\n`;

  for (const follow of [false, true]) {
    it(`prints lines with names of one width, ${follow ? 'as they arrive' : 'once'}`, async () => {
      const printer = new LogPrinter(sources, { json: false, follow });
      assert.equal(await printed(() => printer.print(arriving())), plain);
    });
  }

  it('prints the time dim on a terminal, unless NO_COLOR is set', async () => {
    const printer = new LogPrinter(sources, { json: false, follow: true });
    const text = await printed(() => printer.print(arriving()), true);
    assert.equal(text, plain.replaceAll(TIME, `\u001b[2m${TIME}\u001b[22m`));
    process.env.NO_COLOR = '1';
    assert.equal(await printed(() => printer.print(arriving()), true), plain);
  });

  it('returns the lines for one JSON document, and prints nothing', async () => {
    const printer = new LogPrinter(sources, { json: true, follow: false });
    const text = await printed(async () => assert.deepEqual(await printer.print(arriving()), lines));
    assert.equal(text, '');
  });

  it('prints one JSON object a line while it follows, and returns nothing', async () => {
    const printer = new LogPrinter(sources, { json: true, follow: true });
    const text = await printed(async () => assert.equal(await printer.print(arriving()), undefined));
    assert.equal(text, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  });

  it('ends with the exit code of the interruption', async () => {
    const printer = new LogPrinter(sources, { json: false, follow: true });
    for (const [reason, exit] of [
      [Object.assign(new Error('x'), { exitCode: 143 }), 143],
      ['x', 130],
    ] as const) {
      await printed(() =>
        assert.rejects(printer.printUntil(AbortSignal.abort(reason), arriving(new Error('aborted'))), {
          oclif: { exit },
        }),
      );
    }
  });

  it('throws an error that no interruption caused', async () => {
    const printer = new LogPrinter(sources, { json: false, follow: true });
    await printed(() =>
      assert.rejects(printer.printUntil(new AbortController().signal, arriving(new Error('no log'))), {
        message: 'no log',
      }),
    );
  });
});
