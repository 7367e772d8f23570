import assert from 'node:assert/strict';
import { matchesGlobs } from '../../../../src/deploy/artifact/globs.js';

describe('matchesGlobs', () => {
  const cases: [string[], string, boolean][] = [
    [['**/*'], 'index.js', true],
    [['**/*'], 'a/b/c.js', true],
    [['**/*'], '.hidden', true],
    [['*'], 'index.js', true],
    [['*.js'], 'a/index.js', false],
    [['**/*.js'], 'index.js', true],
    [['**/*.js'], 'a/b/index.js', true],
    [['**/*.js'], 'a/indexXjs', false],
    [['dist'], 'dist/a/b.js', true],
    [['dist/'], 'dist/a.js', true],
    [['./dist'], 'dist/a.js', true],
    [['dist'], 'distant/a.js', false],
    [['dist/**'], 'dist/a/b.js', true],
    [['**'], 'a\nb.js', true],
    [['dist'], 'dist/a\nb.js', true],
    [['a?.js'], 'ab.js', true],
    [['a?.js'], 'a/.js', false],
    [['(a)+.js'], '(a)+.js', true],
    [['**/*', '!**/*.map'], 'a/b.map', false],
    [['**/*', '!test'], 'test/a.js', false],
    [['!test', '**/*'], 'test/a.js', true],
  ];
  for (const [globs, path, expected] of cases) {
    it(`${JSON.stringify(globs)} ${expected ? 'matches' : 'does not match'} ${path}`, () => {
      assert.equal(matchesGlobs(path, globs), expected);
    });
  }
});
