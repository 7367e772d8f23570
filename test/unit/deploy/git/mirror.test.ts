import assert from 'node:assert/strict';
import { isMirrorBroken } from '../../../../src/deploy/git/mirror.js';

describe('isMirrorBroken', () => {
  for (const stderr of [
    "error: cannot lock ref 'refs/heads/main': is at 3f2c1ab but expected 0a1b2c3",
    "fatal: Unable to create '/cache/1.git/packed-refs.lock': File exists.",
    "fatal: not a git repository: '.'",
    'fatal: bad object refs/heads/main',
    'error: object file ./objects/3f/2c is corrupt',
    'fatal: unable to read tree 3f2c1ab',
    'error: https://git.example/a.git did not send all necessary objects',
    'remote: Counting objects: 3, done.\nerror: object file ./objects/3f/2c is corrupt',
  ]) {
    it(`is true for ${JSON.stringify(stderr)}`, () => assert.equal(isMirrorBroken(stderr), true));
  }

  for (const stderr of [
    'remote: fatal: bad object refs/heads/main',
    "fatal: repository 'https://git.example/a.git/' not found",
    'fatal: Could not read from remote repository.',
    'fatal: not a git repository (or any of the parent directories): .git',
    '',
  ]) {
    it(`is false for ${JSON.stringify(stderr)}`, () => assert.equal(isMirrorBroken(stderr), false));
  }
});
