import assert from 'node:assert/strict';
import { findRoute } from '../../../../src/emulator/apigateway/routes.js';

const routes = [
  { method: 'GET', path: '/boletos/{id}', functionName: 'show' },
  { method: 'GET', path: '/boletos/new', functionName: 'new' },
  { method: 'GET', path: '/boletos', functionName: 'index' },
  { method: 'ANY', path: '/files/{rest+}', functionName: 'files' },
  { method: 'GET', path: '/', functionName: 'root' },
];
const find = (method: string, path: string) => {
  const match = findRoute(routes, method, path);
  return match && [match.route.functionName, match.parameters];
};

describe('findRoute', () => {
  it('finds a literal path', () => assert.deepEqual(find('GET', '/boletos'), ['index', {}]));
  it('finds the root', () => assert.deepEqual(find('GET', '/'), ['root', {}]));
  it('reads a parameter, still encoded', () =>
    assert.deepEqual(find('GET', '/boletos/a%2Fb'), ['show', { id: 'a%2Fb' }]));
  it('sets a literal segment before a parameter', () =>
    assert.deepEqual(find('GET', '/boletos/new'), ['new', {}]));
  it('overlooks a slash at the end', () => assert.deepEqual(find('GET', '/boletos/'), ['index', {}]));
  it('takes all that is left', () => assert.deepEqual(find('PUT', '/files/a/b'), ['files', { rest: 'a/b' }]));
  it('knows nothing of another method', () => assert.equal(find('POST', '/boletos'), undefined));
  it('has no HEAD and no OPTIONS of its own', () => {
    assert.equal(find('HEAD', '/boletos'), undefined);
    assert.equal(find('OPTIONS', '/boletos'), undefined);
  });
  it('does not take an empty segment for a parameter', () =>
    assert.equal(find('GET', '/boletos//'), undefined));
  it('knows nothing of a longer path', () => assert.equal(find('GET', '/boletos/1/2'), undefined));
});
