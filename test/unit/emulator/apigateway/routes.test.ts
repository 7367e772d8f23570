import assert from 'node:assert/strict';
import { findRoute } from '../../../../src/emulator/apigateway/routes.js';

const routes = [
  { method: 'ANY', path: '/{rest+}', functionName: 'everything' },
  { method: 'GET', path: '/orders/{id}/{part}', functionName: 'part' },
  { method: 'GET', path: '/orders/{id}/slip', functionName: 'slip' },
  { method: 'ANY', path: '/orders/{id}', functionName: 'any' },
  { method: 'GET', path: '/orders/{id}', functionName: 'show' },
  { method: 'GET', path: '/orders/new', functionName: 'new' },
  { method: 'ANY', path: '/orders/old', functionName: 'old' },
  { method: 'GET', path: '/orders', functionName: 'index' },
  { method: 'PUT', path: '/a/{b}/{c}/{d}', functionName: 'parameters' },
  { method: 'PUT', path: '/a/{rest+}', functionName: 'files' },
  { method: 'GET', path: '/', functionName: 'root' },
];

describe('findRoute', () => {
  for (const [title, method, path, functionName, parameters] of [
    ['finds a literal path', 'GET', '/orders', 'index', {}],
    ['finds the root', 'GET', '/', 'root', {}],
    ['reads a parameter, still encoded', 'GET', '/orders/a%2Fb', 'show', { id: 'a%2Fb' }],
    ['reads two parameters', 'GET', '/orders/1/2', 'part', { id: '1', part: '2' }],
    ['prefers a literal segment to a parameter', 'GET', '/orders/new', 'new', {}],
    ['prefers one parameter to two', 'GET', '/orders/1/slip', 'slip', { id: '1' }],
    ['prefers ANY with a literal path to a method with a parameter', 'GET', '/orders/old', 'old', {}],
    ['prefers the method to ANY', 'GET', '/orders/1', 'show', { id: '1' }],
    ['finds ANY for another method', 'DELETE', '/orders/1', 'any', { id: '1' }],
    ['prefers three parameters to the rest', 'PUT', '/a/1/2/3', 'parameters', { b: '1', c: '2', d: '3' }],
    ['matches all remaining segments', 'PUT', '/a/1/2', 'files', { rest: '1/2' }],
    ['ignores a slash at the end', 'GET', '/orders/', 'index', {}],
  ] as const) {
    it(title, () => {
      const match = findRoute(routes, method, path);
      assert.deepEqual([match?.route.functionName, match?.parameters], [functionName, parameters]);
    });
  }

  const strict = routes.slice(1);
  for (const [title, method, path] of [
    ['another method', 'POST', '/orders'],
    ['HEAD without a route of its own', 'HEAD', '/orders'],
    ['OPTIONS without a route of its own', 'OPTIONS', '/orders'],
    ['an empty segment in place of a parameter', 'GET', '/orders//'],
    ['a longer path', 'GET', '/orders/1/2/3'],
    ['a longer path than a literal one', 'GET', '/orders/new/x/y'],
    ['a shorter path', 'PUT', '/a'],
  ] as const) {
    it(`finds nothing for ${title}`, () => assert.equal(findRoute(strict, method, path), undefined));
  }
});
