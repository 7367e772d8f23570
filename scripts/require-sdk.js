// Node reads a CommonJS package three times if a module imports it: to detect its format, to find its exports, and to
// run it. With `require` Node reads it once, which halves the CPU time that the AWS SDK takes to load in a deploy. This
// is only for rooms that are never bundled: a bundler follows only imports.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOMS = ['deploy', 'operations'];
const IMPORT = /^import \{ ([^}]*?),? \} from '(@aws-sdk\/[^']+)';$/gm;

/** Replaces imports of the AWS SDK in `dist` with calls of `require`. Keeps line numbers. */
export function requireSdk(dist) {
  for (const room of ROOMS) {
    const names = readdirSync(join(dist, room), { recursive: true });
    for (const name of names.filter((file) => file.endsWith('.js'))) rewrite(join(dist, room, name));
  }
}

function rewrite(file) {
  let declaration = "import { createRequire as requireFrom } from 'node:module'; ";
  const text = readFileSync(file, 'utf8').replace(IMPORT, (_, names, module) => {
    const first = declaration;
    declaration = '';
    return `${first}const { ${names.replaceAll(' as ', ': ')} } = requireFrom(import.meta.url)('${module}');`;
  });
  writeFileSync(file, text);
}
