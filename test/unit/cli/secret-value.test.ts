import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecretValue } from '../../../src/cli/secret-value.js';

describe('readSecretValue', () => {
  let folder: string;
  let lines: string[];
  const read = (argument: string) => readSecretValue(argument, (line) => lines.push(line));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-value-'));
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads a file to its last byte, without a warning', async () => {
    writeFileSync(join(folder, 'key.pem'), '\u{feff}one\ntwo\n');
    assert.equal(await read(`@${join(folder, 'key.pem')}`), '\u{feff}one\ntwo\n');
    assert.deepEqual(lines, []);
  });

  it('warns about a value in the argument list, without repeating it', async () => {
    assert.equal(await read('hunter2'), 'hunter2');
    assert.deepEqual(lines, [
      'Warning: a value on the command line is seen in the process list and kept in the shell history.',
      'Give it on standard input or as @FILE instead.',
    ]);
  });

  it('names a file that does not exist', async () => {
    await assert.rejects(read('@/nowhere/at-all'), {
      code: 'FILE_UNREADABLE',
      exitCode: 2,
      message: '/nowhere/at-all cannot be read: ENOENT.',
    });
  });

  it('refuses bytes that are not text', async () => {
    const path = join(folder, 'bytes');
    writeFileSync(path, Buffer.from([0xff, 0xfe]));
    await assert.rejects(read(`@${path}`), {
      code: 'VALUE_NOT_TEXT',
      message: `${path} is not UTF-8 text; a secret is text. Encode bytes as base64 first.`,
    });
  });
});
