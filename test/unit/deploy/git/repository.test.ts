import assert from 'node:assert/strict';
import { withSource } from '../../../../src/deploy/index.js';
import type { Project } from '../../../../src/project/index.js';

describe('withSource', () => {
  const project = { directory: '/home/ana/boletos', scm: { type: 'git' } } as Project;
  const repositoryOf = (source: string) => withSource(project, source, '/work').scm.repository;

  it('returns the project as it is without a source', () => {
    assert.equal(withSource(project, undefined, '/work'), project);
  });

  it('resolves a path from the given folder, not from the project file', () => {
    assert.equal(repositoryOf('../other'), '/other');
    assert.equal(repositoryOf('.'), '/work');
  });

  it('accepts a URL, and the host:path of ssh', () => {
    assert.equal(repositoryOf('https://example.com/boletos.git'), 'https://example.com/boletos.git');
    assert.equal(repositoryOf('git@example.com:boletos.git'), 'git@example.com:boletos.git');
  });

  it('refuses a text that git would run as a command', () => {
    assert.throws(() => repositoryOf('ext::sh -c true'), { code: 'REPOSITORY_INVALID', exitCode: 2 });
  });
});
