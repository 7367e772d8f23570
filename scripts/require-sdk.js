// Node reads a CommonJS package three times when a module imports it: to see whether it is one, to see what it exports,
// and to run it. Required, it reads it once, which saves a deploy half of the processor time that the AWS SDK takes to
// load. Only in rooms that nobody bundles: a bundler follows an import alone.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOMS = ['deploy', 'operations'];
const IMPORT = /^import \{ ([^}]*?),? \} from '(@aws-sdk\/[^']+)';$/gm;

/** Makes imports of the AWS SDK in what was compiled to `dist` requires, each on its line. */
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
