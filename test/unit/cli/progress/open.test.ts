import assert from 'node:assert/strict';
import { openProgress } from '../../../../src/cli/progress/index.js';
import { inStep } from '../../../../src/report.js';

interface Given {
  readonly isTTY?: boolean;
  readonly variables?: Record<string, string>;
}

/** What a step prints, without the escape sequences that redraw a terminal. */
async function printed({ isTTY = false, variables = {} }: Given): Promise<string> {
  let text = '';
  const stream = {
    isTTY,
    columns: 80,
    write: (chunk: string) => {
      text += chunk;
      return true;
    },
  } as unknown as NodeJS.WriteStream;
  const progress = await openProgress(stream, variables);
  await inStep(progress.report, 'Build', async () => progress.report('compiled'));
  await assert.rejects(
    inStep(progress.report, 'Store', async () => {
      progress.report('  no room');
      throw new Error('x');
    }),
    /x/,
  );
  progress.close();
  progress.close();
  return text;
}

describe('openProgress', () => {
  const plain = /^ {3}0\.\d s {2}compiled\n {3}0\.\d s {2}Build: done in 0\.\d s\n/;

  it('prints plain lines where there is no terminal', async () => {
    assert.match(await printed({}), plain);
  });

  for (const variables of [{ CI: 'true' }, { TERM: 'dumb' }] as Record<string, string>[]) {
    it(`prints plain lines on a terminal with ${JSON.stringify(variables)}`, async () => {
      assert.match(await printed({ isTTY: true, variables }), plain);
    });
  }

  it('prints groups in GitHub Actions, on a terminal too', async () => {
    const variables = { GITHUB_ACTIONS: 'true' };
    for (const isTTY of [false, true]) {
      assert.match(await printed({ isTTY, variables }), /^::group::Build\n/);
    }
  });

  it('draws a list on a terminal, and shows the output of the step that failed', async () => {
    const text = await printed({ isTTY: true, variables: { NO_COLOR: '1' } });
    assert.match(text, / {2}compiled\n/);
    assert.match(text, /✔ Build {2}0\.\d s\n/);
    assert.match(text, / {2}no room\n[\s\S]*✖ Store {2}0\.\d s\n/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that are looked for
    assert.doesNotMatch(text, /\u001b\[(?:3[123]|2)m|\u001b\[\?25l/);
  });

  it('draws in colour unless NO_COLOR is set', async () => {
    const text = await printed({ isTTY: true });
    assert.ok(text.includes('\u001b[32m✔\u001b[39m Build'), JSON.stringify(text));
    assert.ok(text.includes('\u001b[31m✖\u001b[39m Store'), JSON.stringify(text));
  });
});
