import assert from 'node:assert/strict';
import { githubProgress } from '../../../../src/cli/progress/github.js';
import { plainProgress } from '../../../../src/cli/progress/plain.js';
import { duration } from '../../../../src/cli/progress/progress.js';
import { inStep } from '../../../../src/report.js';

/** A stream in memory, and a clock that the tests advance. */
function recorder() {
  const written: string[] = [];
  const time = { now: 0 };
  return { written, time, stream: { write: (text: string) => written.push(text) }, now: () => time.now };
}

describe('duration', () => {
  for (const [milliseconds, text] of [
    [0, '0.0 s'],
    [3149, '3.1 s'],
    [59_949, '59.9 s'],
    [60_000, '1 m 0 s'],
    [83_400, '1 m 23 s'],
  ] as const) {
    it(`of ${milliseconds} ms is ${text}`, () => assert.equal(duration(milliseconds), text));
  }
});

describe('plain progress', () => {
  it('prints each line with the time since the start, and the time of each step', async () => {
    const { written, time, stream, now } = recorder();
    const { report } = plainProgress(stream, now);
    report('main is commit 1234');
    await inStep(report, 'Build', async () => {
      time.now = 3000;
      report('  compiled');
    });
    time.now = 61_000;
    await assert.rejects(
      inStep(report, 'Store the artifact', async () => {
        throw new Error('no bucket');
      }),
      /no bucket/,
    );
    assert.equal(
      written.join(''),
      [
        '   0.0 s  main is commit 1234',
        '   3.0 s    compiled',
        '   3.0 s  Build: done in 3.0 s',
        ' 1 m 1 s  Store the artifact: failed in 0.0 s',
        '',
      ].join('\n'),
    );
  });

  it('removes control characters', () => {
    const { written, stream, now } = recorder();
    plainProgress(stream, now).report('\u001b[31mred\u001b[0m\u0007');
    assert.deepEqual(written, ['   0.0 s  [31mred[0m\n']);
  });
});

describe('progress in GitHub Actions', () => {
  it('makes one group of a step and the steps inside it', async () => {
    const { written, stream, now } = recorder();
    const { report } = githubProgress(stream, now);
    await inStep(report, 'Build', () => inStep(report, 'Install', async () => report('  added 1 package')));
    assert.equal(
      written.join(''),
      [
        '::group::Build',
        '   0.0 s    added 1 package',
        '   0.0 s  Install: done in 0.0 s',
        '   0.0 s  Build: done in 0.0 s',
        '::endgroup::',
        '',
      ].join('\n'),
    );
  });

  it('makes annotations of warnings, the error and the outcome', () => {
    const { written, stream, now } = recorder();
    const progress = githubProgress(stream, now);
    progress.report('Warning: the log could not be written');
    progress.notice('100% released');
    assert.equal(progress.error('two lines\r\nof it'), true);
    assert.deepEqual(written, [
      '::warning::the log could not be written\n',
      '::notice::100%25 released\n',
      '::error::two lines%0D%0Aof it\n',
    ]);
  });

  it('disarms workflow commands in the output of a build', () => {
    const { written, stream, now } = recorder();
    const { report } = githubProgress(stream, now);
    report('::add-mask::x');
    report('  a\n  ::set-env name=PATH::y');
    report('see ##[error]z');
    report('Warning: no\n::error::real');
    const lines = written.join('').split('\n');
    assert.equal(lines.filter((line) => /^\s*::/.test(line)).join('\n'), '::warning::no%0A::error::real');
    assert.ok(!lines.some((line) => line.includes('##[')), written.join(''));
  });

  it('ends the group of a step that did not end', () => {
    const { written, stream, now } = recorder();
    const { report, close } = githubProgress(stream, now);
    report.begin?.('Build');
    close();
    close();
    assert.deepEqual(written, ['::group::Build\n', '::endgroup::\n']);
  });

  it('says that a step failed', async () => {
    const { written, stream, now } = recorder();
    const { report } = githubProgress(stream, now);
    const fails = async () => {
      throw new Error('no bucket');
    };
    await assert.rejects(inStep(report, 'Store', fails), /no bucket/);
    assert.deepEqual(written, ['::group::Store\n', '   0.0 s  Store: failed in 0.0 s\n', '::endgroup::\n']);
  });

  it('keeps a disarmed command readable', () => {
    const { written, stream, now } = recorder();
    githubProgress(stream, now).report('see ##[error]z\n  ::b');
    assert.deepEqual(written, ['   0.0 s  see ## [error]z\n : :b\n']);
  });
});
