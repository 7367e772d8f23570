import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import yauzl from 'yauzl';
import { MANIFEST, packArtifact } from '../../../../src/deploy/artifact/artifact.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const commit = '3f2c1ab0000000000000000000000000000000ab';

describe('packArtifact', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-artifact-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, content: string, mode = 0o644): void {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
  }
  const pack = (globs = ['**/*'], where = folder) =>
    packArtifact(where, { service: 'sample', commit, globs });

  it('makes the key from the content, and the SHA-256 from the zip', async () => {
    write('index.js', 'a');
    const { key, digest, sha256, zip } = await pack();
    const own = createHash('sha256').update('a').digest('hex');
    assert.equal(
      digest,
      createHash('sha256')
        .update(`${['index.js', '644', own].join('\0')}\n`)
        .digest('hex'),
    );
    assert.equal(key, `sample/${digest}.zip`);
    assert.equal(sha256, createHash('sha256').update(zip).digest('base64'));
  });

  it('orders files by the bytes of their paths', async () => {
    for (const name of ['é.js', 'z.js', 'a/x.js', 'a.js', 'B.js', '\u{ff5e}.js', '\u{1f600}.js'])
      write(name, '');
    assert.deepEqual((await pack()).paths, [
      'B.js',
      'a.js',
      'a/x.js',
      'z.js',
      'é.js',
      '\u{ff5e}.js',
      '\u{1f600}.js',
    ]);
  });

  it('gives the same bytes whatever the times, modes and order on disk', async () => {
    write('b.js', 'b');
    write('a/x.js', 'x');
    const first = await pack();
    rmSync(join(folder, 'b.js'));
    write('b.js', 'b', 0o600);
    utimesSync(join(folder, 'a/x.js'), new Date('2001-02-03'), new Date('2001-02-03'));
    assert.deepEqual((await pack()).zip, first.zip);
  });

  it('gives the same bytes in every time zone', () => {
    write('index.js', 'a');
    const script =
      "const { packArtifact } = await import('./src/deploy/artifact/artifact.ts');" +
      "const made = await packArtifact(process.argv[1], { service: 's', commit: 'c', globs: ['**/*'] });" +
      'process.stdout.write(made.sha256);';
    const digests = ['UTC', 'America/Sao_Paulo', 'Asia/Tokyo'].map((TZ) =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, folder], {
        cwd: root,
        env: { ...process.env, TZ },
        encoding: 'utf8',
      }),
    );
    assert.equal(digests[0]?.length, 44);
    assert.deepEqual([...new Set(digests)], [digests[0]]);
  });

  it('changes the digest with a byte, a name or the executable bit', async () => {
    write('a.js', 'a');
    const digests = [(await pack()).digest];
    write('a.js', 'b');
    digests.push((await pack()).digest);
    write('a.js', 'a', 0o755);
    digests.push((await pack()).digest);
    rmSync(join(folder, 'a.js'));
    write('b.js', 'a');
    digests.push((await pack()).digest);
    assert.equal(new Set(digests).size, 4);
  });

  it('orders files by bytes, keeps their modes, and adds a manifest that names the commit', async () => {
    write('a.js', 'a');
    write('Z.js', 'z', 0o700);
    write('é.js', 'e');
    const { zip, digest } = await pack();
    const entries = await read(zip);
    assert.deepEqual(
      entries.map(({ name, mode }) => [name, mode]),
      [
        ['Z.js', 0o755],
        ['a.js', 0o644],
        ['é.js', 0o644],
        [MANIFEST, 0o644],
      ],
    );
    assert.deepEqual(JSON.parse(entries.at(-1)?.text ?? ''), { service: 'sample', commit, digest });
  });

  it('makes the same key from the same content of another commit', async () => {
    write('a.js', 'a');
    const other = await packArtifact(folder, { service: 'sample', commit: 'other', globs: ['**/*'] });
    assert.equal(other.key, (await pack()).key);
  });

  it('follows links', async () => {
    write('real/a.js', 'a');
    symlinkSync('real', join(folder, 'linked'));
    assert.deepEqual((await pack()).paths, ['linked/a.js', 'real/a.js']);
  });

  it('refuses a symbolic link in a circle', async () => {
    write('a/a.js', 'a');
    symlinkSync('..', join(folder, 'a/up'));
    await assert.rejects(pack(), {
      code: 'ARTIFACT_LINK',
      message:
        'The link a/up in what the build made leads back to a folder that holds it, and nothing was deployed.',
    });
  });

  it('refuses a symbolic link to nothing', async () => {
    symlinkSync('nowhere', join(folder, 'link'));
    await assert.rejects(pack(), {
      code: 'ARTIFACT_LINK',
      message: 'The link link in what the build made leads to nothing, and nothing was deployed.',
    });
  });

  it('refuses a symbolic link out of the tree', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'sbw-elsewhere-'));
    try {
      writeFileSync(join(elsewhere, 'credentials'), 'secret');
      for (const [name, to] of [
        ['credentials', join(elsewhere, 'credentials')],
        ['folder', relative(folder, elsewhere)],
      ] as const) {
        symlinkSync(to, join(folder, name));
        await assert.rejects(pack(), {
          code: 'ARTIFACT_LINK',
          message: `The link ${name} in what the build made leads out of the tree, to ${resolve(folder, to)}, and nothing was deployed.`,
        });
        unlinkSync(join(folder, name));
      }
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('follows links into the lenders', async () => {
    write('out/index.js', 'x');
    write('lent/dep.js', 'd');
    symlinkSync(join(folder, 'lent'), join(folder, 'out/node_modules'));
    const options = { service: 'sample', commit, globs: ['**/*'], lenders: [join(folder, 'lent')] };
    const { paths } = await packArtifact(join(folder, 'out'), options);
    assert.deepEqual(paths, ['index.js', 'node_modules/dep.js']);
  });

  it('leaves out .git when the whole tree is the output', async () => {
    write('index.js', 'x');
    write('.git/index', 'times of this machine');
    assert.deepEqual((await pack()).paths, ['index.js']);
  });

  it('refuses a named pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await assert.rejects(pack(), {
      code: 'ARTIFACT_FILE',
      message: 'pipe in what the build made is neither a file nor a folder, and nothing was deployed.',
    });
  });

  it('packs the folders and files of deploy.package, except those with a !', async () => {
    write('dist/index.js', '');
    write('dist/deep/index.js.map', '');
    write('distant.js', '');
    write('notes.txt', '');
    assert.deepEqual((await pack(['dist', '*.txt', '!**/*.map'])).paths, ['dist/index.js', 'notes.txt']);
  });

  it('names the glob of deploy.package that matches nothing', async () => {
    write('dist/index.js', '');
    await assert.rejects(pack(['dist', 'node_modules']), {
      code: 'ARTIFACT_EMPTY',
      message:
        '"node_modules" of deploy.package means no file of what the build made, and nothing was deployed.',
    });
  });
});

interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly text: string;
}

async function read(zip: Buffer): Promise<Entry[]> {
  const entries: Entry[] = [];
  const file = await yauzl.fromBufferPromise(zip);
  for await (const entry of file.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await file.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    // 1980-01-01 in the format of DOS: years since 1980, month and day in 7, 4 and 5 bits.
    assert.deepEqual([entry.lastModFileDate, entry.lastModFileTime], [0b0000000_0001_00001, 0]);
    entries.push({ name: entry.fileName, mode, text: Buffer.concat(chunks).toString('utf8') });
  }
  return entries;
}
