import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { unpack } from '../../../../src/emulator/lambda/unzip.js';

describe('unpack', () => {
  let directory: string;
  let folder: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sbw-unzip-'));
    folder = join(directory, 'code');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  async function zip(...files: { name: string; content?: string; mode?: number }[]): Promise<Buffer> {
    const archive = new ZipFile();
    for (const { name, content, mode } of files) {
      archive.addBuffer(Buffer.from(content ?? name), name, mode === undefined ? {} : { mode });
    }
    archive.end();
    return buffer(archive.outputStream);
  }

  const UNREADABLE = {
    code: 'InvalidParameterValueException',
    message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
  };

  it('writes read-only files, keeps the executable bit, and creates folders', async () => {
    await unpack(await zip({ name: 'a/b.js' }, { name: 'run', mode: 0o100755 }), folder);
    assert.equal(readFileSync(join(folder, 'a/b.js'), 'utf8'), 'a/b.js');
    assert.equal(statSync(join(folder, 'a/b.js')).mode & 0o777, 0o444);
    assert.equal(statSync(join(folder, 'run')).mode & 0o777, 0o555);
  });

  it('creates the folders that the zip lists, at any depth', async () => {
    const archive = new ZipFile();
    for (const name of ['a/b/', 'a/']) archive.addEmptyDirectory(name);
    archive.end();
    await unpack(await buffer(archive.outputStream), join(folder, 'deeper'));
    assert.ok(statSync(join(folder, 'deeper/a/b')).isDirectory());
  });

  it('keeps a file executable of which only one may run it', async () => {
    const modes = [0o100100, 0o100010, 0o100001];
    await unpack(await zip(...modes.map((mode) => ({ name: String(mode), mode }))), folder);
    for (const mode of modes) assert.equal(statSync(join(folder, String(mode))).mode & 0o777, 0o555);
  });

  it('refuses a name that leads out of the folder', async () => {
    // yazl refuses such a name, so the test replaces one of the same length.
    const bytes = await zip({ name: 'xx/evil.js' });
    const evil = Buffer.from(bytes.toString('latin1').replaceAll('xx/evil.js', '../evil.js'), 'latin1');
    await assert.rejects(unpack(evil, folder), UNREADABLE);
    assert.equal(existsSync(join(directory, 'evil.js')), false);
  });

  it('refuses a symbolic link', async () => {
    await assert.rejects(
      unpack(await zip({ name: 'link', content: '/etc/passwd', mode: 0o120777 }), folder),
      {
        code: 'InvalidParameterValueException',
        message: 'The local stage does not unpack symbolic links: link',
      },
    );
  });

  it('accepts files up to the limit together, and refuses a byte more', async () => {
    const files = (content: string) => zip({ name: 'a', content: 'x'.repeat(50) }, { name: 'b', content });
    await unpack(await files('x'.repeat(50)), folder, 100);
    await assert.rejects(unpack(await files('x'.repeat(51)), join(directory, 'other'), 100), {
      code: 'InvalidParameterValueException',
      status: 400,
      message: 'Unzipped size must be smaller than 100 bytes',
    });
  });

  it('refuses content that does not match its checksum', async () => {
    const archive = new ZipFile();
    archive.addBuffer(Buffer.from('content'), 'a', { compress: false });
    archive.end();
    const bytes = await buffer(archive.outputStream);
    bytes[bytes.indexOf('content')] = 0;
    await assert.rejects(unpack(bytes, folder), UNREADABLE);
  });

  it('refuses bytes that are not a zip', () =>
    assert.rejects(unpack(Buffer.from('text'), folder), UNREADABLE));
});
