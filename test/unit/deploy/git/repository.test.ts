import assert from 'node:assert/strict';
import { withSource } from '../../../../src/deploy/index.js';
import type { Project } from '../../../../src/project/index.js';

describe('withSource', () => {
  const project = { directory: '/home/ana/boletos', scm: { type: 'git' } } as Project;
  const repositoryOf = (source: string) => withSource(project, source, '/work').scm.repository;

  it('leaves the project as it is without one', () => {
    assert.equal(withSource(project, undefined, '/work'), project);
  });

  it('takes a path from the folder at hand, not from the project file', () => {
    assert.equal(repositoryOf('../other'), '/other');
    assert.equal(repositoryOf('.'), '/work');
  });

  it('takes a URL, and the host:path of ssh', () => {
    assert.equal(repositoryOf('https://example.com/boletos.git'), 'https://example.com/boletos.git');
    assert.equal(repositoryOf('git@example.com:boletos.git'), 'git@example.com:boletos.git');
  });

  it('refuses a command', () => {
    assert.throws(() => repositoryOf('ext::sh -c true'), { code: 'REPOSITORY_INVALID', exitCode: 2 });
  });
});
