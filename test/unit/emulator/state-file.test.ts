import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../../../src/emulator/state-file.js';

describe('StateFile', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'state-file-'));
    path = join(directory, 'folder', 'state.json');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('reads nothing before the first save', () => assert.equal(new StateFile(path).read(), undefined));

  it('saves the state in a file and a folder that only the owner can read', () => {
    new StateFile(path).save({ a: [1, 'ç'] });
    assert.deepEqual(new StateFile(path).read(), { a: [1, 'ç'] });
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(join(directory, 'folder')).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(join(directory, 'folder')), ['state.json']);
  });

  it('writes a file that a person can read', () => {
    new StateFile(path).save({ a: 1 });
    assert.equal(readFileSync(path, 'utf8'), '{\n  "a": 1\n}');
  });

  it('keeps the saved state when a kill left half a draft', () => {
    const file = new StateFile(path);
    file.save(1);
    writeFileSync(`${path}.draft`, '{"a');
    assert.equal(file.read(), 1);
    file.save(2);
    assert.equal(file.read(), 2);
  });

  it('throws for a file that is not JSON, and for one that cannot be read', () => {
    mkdirSync(join(directory, 'folder'));
    writeFileSync(path, '{');
    assert.throws(() => new StateFile(path).read(), SyntaxError);
    assert.throws(() => new StateFile(directory).read(), { code: 'EISDIR' });
  });
});
