import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPayload } from '../../../../src/cli/invoke/payload.js';

describe('readPayload', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-payload-'));
    path = join(folder, 'event.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is an empty object when left out', async () => {
    assert.equal(await readPayload(undefined), '{}');
  });

  it('is the JSON that was given, unchanged', async () => {
    assert.equal(await readPayload('{ "a": 1.0 }'), '{ "a": 1.0 }');
  });

  it('reads a file, without its byte order mark', async () => {
    writeFileSync(path, '\u{feff}{"a":1}\n');
    assert.equal(await readPayload(`@${path}`), '{"a":1}\n');
  });

  const refused = (name: string) => ({
    code: 'PAYLOAD_NOT_JSON',
    exitCode: 2,
    message: `${name} is not JSON. Give the event as JSON, as @FILE, or as - for standard input.`,
  });

  it('refuses what is not JSON, and does not repeat it', async () => {
    await assert.rejects(readPayload('hunter2'), refused('What --payload gives'));
    await assert.rejects(readPayload(''), refused('What --payload gives'));
    writeFileSync(path, 'hunter2');
    await assert.rejects(readPayload(`@${path}`), refused(path));
  });

  it('refuses bytes that are not text', async () => {
    writeFileSync(path, Buffer.from([0x22, 0xff, 0x22]));
    await assert.rejects(readPayload(`@${path}`), refused(path));
  });

  it('names a file that does not exist', async () => {
    await assert.rejects(readPayload('@/nowhere/at-all'), {
      code: 'FILE_UNREADABLE',
      message: '/nowhere/at-all cannot be read: ENOENT.',
    });
  });
});
