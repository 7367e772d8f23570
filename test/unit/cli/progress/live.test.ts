import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { liveProgress } from '../../../../src/cli/progress/live.js';

/** Live progress on a terminal in memory, with a clock that the tests advance. */
function terminal(columns = 80) {
  const written: string[] = [];
  const time = { now: 5000 };
  const stream = { isTTY: true, columns, rows: 24, write: (text: string) => written.push(text) };
  const open = (colours: boolean) =>
    liveProgress(stream as unknown as NodeJS.WriteStream, () => time.now, { colours });
  /** What was printed since the last call, without escape sequences and empty lines. */
  const lines = () => stripVTControlCharacters(written.splice(0).join('')).split('\n').filter(Boolean);
  return { written, time, open, lines };
}

describe('live progress', () => {
  it('draws a running step with its time and the latest line of its output', () => {
    const { time, open, lines } = terminal();
    const { report, close } = open(false);
    report.begin?.('Build');
    assert.deepEqual(lines(), ['⠋ Build  0.0 s']);
    time.now = 8000;
    report('    compiled  ');
    report('main is commit 1234');
    assert.deepEqual(lines(), ['  main is commit 1234', '⠋ Build  3.0 s', '    compiled']);
    close();
  });

  it('cuts a line of output that is wider than the terminal', () => {
    const { open, lines } = terminal(16);
    const { report, close } = open(false);
    report.begin?.('Build');
    report('  1234567890');
    report('x');
    assert.equal(lines().at(-1), '    1234567890');
    report('  12345678901');
    report('x');
    assert.equal(lines().at(-1), '    123456789…');
    close();
  });

  it('keeps drawing the steps that still run when another one ends', () => {
    const { open, lines } = terminal();
    const { report, close } = open(false);
    const endBuild = report.begin?.('Build');
    report.begin?.('Store');
    lines();
    endBuild?.(true);
    assert.deepEqual(lines(), ['✔ Build  0.0 s', '⠋ Store  0.0 s']);
    endBuild?.(false);
    assert.deepEqual(lines(), []);
    close();
  });

  it('shows the output of a step that failed, the latest two hundred lines', () => {
    const { time, open, lines } = terminal();
    const { report } = open(false);
    const end = report.begin?.('Build');
    for (let line = 0; line <= 200; line++) report(`  line ${line}`);
    lines();
    time.now = 6500;
    end?.(false);
    const shown = lines().filter((line) => line.startsWith('  '));
    assert.deepEqual([shown.length, shown[0], shown.at(-1)], [200, '  line 1', '  line 200']);
  });

  it('does not show the output of a step that is done', () => {
    const { time, open, lines } = terminal();
    const { report } = open(false);
    const end = report.begin?.('Build');
    report('  compiled');
    lines();
    time.now = 6500;
    end?.(true);
    assert.deepEqual(lines(), ['✔ Build  1.5 s']);
  });

  it('draws warnings in yellow, and other lines plain', () => {
    const { written, open } = terminal();
    const { report } = open(true);
    report('Warning: no bucket');
    report('no Warning: ');
    const text = written.join('');
    assert.ok(text.includes('\u001b[33mWarning: no bucket\u001b[39m\n'), JSON.stringify(text));
    assert.ok(text.includes('  no Warning: \n'), JSON.stringify(text));
  });

  it('leaves the cursor visible, and the error and the outcome to the command', () => {
    const { written, open } = terminal();
    const { report, error, notice, close } = open(true);
    report.begin?.('Build');
    written.length = 0;
    assert.equal(error('It failed.'), false);
    notice('It is done.');
    assert.deepEqual(written, []);
    close();
    assert.ok(!written.join('').includes('\u001b[?25l'));
  });
});
