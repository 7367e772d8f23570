import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './error-shape.js';

export type Handler = (event: unknown, context: unknown, callback?: unknown) => unknown;

/**
 * Loads the handler `<folder/file>.<export>[.<member>]` from the function's code. Like Lambda, it tries the file without
 * an extension, then `.js`, `.mjs` and `.cjs`. The nearest package.json says whether a `.js` file is CommonJS or ESM.
 *
 * @throws RuntimeError Runtime.MalformedHandlerName, Runtime.ImportModuleError, Runtime.UserCodeSyntaxError or
 *   Runtime.HandlerNotFound, or what the module itself throws
 */
export async function loadHandler(root: string, handler: string): Promise<Handler> {
  if (handler.includes('..')) {
    throw new RuntimeError(
      'Runtime.MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const match = /^(?<path>(?:.*\/)?[^/.]+)\.(?<member>.+)$/.exec(handler);
  const path = match?.groups?.path;
  const member = match?.groups?.member;
  if (path === undefined || member === undefined) {
    throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const loaded = await loadModule(root, path);
  const found = member.split('.').reduce<unknown>(memberOf, loaded);
  if (found === undefined || found === null) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  }
  return found as Handler;
}

/** Returns a member. If Node could not detect the exports of a CommonJS module, they are members of `default`. */
function memberOf(holder: unknown, name: string): unknown {
  if (holder === null || (typeof holder !== 'object' && typeof holder !== 'function')) return undefined;
  const members = holder as Record<string, unknown>;
  if (members[name] !== undefined) return members[name];
  const fallback = members.default;
  return fallback !== null && typeof fallback === 'object'
    ? (fallback as Record<string, unknown>)[name]
    : undefined;
}

async function loadModule(root: string, path: string): Promise<unknown> {
  const base = resolve(root, path);
  try {
    if (isFile(base)) return createRequire(base)(base);
    const extension = ['.js', '.mjs', '.cjs'].find((ending) => isFile(base + ending));
    if (extension === '.cjs') return createRequire(base)(base + extension);
    if (extension !== undefined) return await import(pathToFileURL(base + extension).href);
    const require = createRequire(join(root, 'index.js'));
    return require(require.resolve(path, { paths: [root] }));
  } catch (error) {
    throw importFailure(error, path);
  }
}

function importFailure(error: unknown, path: string): unknown {
  if (error instanceof SyntaxError) {
    return new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    const message = error instanceof Error ? error.message : `Cannot find module '${path}'`;
    return new RuntimeError('Runtime.ImportModuleError', `Error: ${message}`, error);
  }
  return error;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
