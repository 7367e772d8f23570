/**
 * Returns whether a path matches a list of globs: `*`, `?` and `**` as usual. The name of a folder matches everything
 * below it. `!` in front excludes what earlier globs matched.
 *
 * @param path with `/` between its parts
 * @example matchesGlobs('dist/index.js', ['dist', '!**\/*.map']) // true
 */
export function matchesGlobs(path: string, globs: readonly string[]): boolean {
  return globs.reduce(
    (included, glob) =>
      glob.startsWith('!') ? included && !matches(path, glob.slice(1)) : included || matches(path, glob),
    false,
  );
}

function matches(path: string, glob: string): boolean {
  const pattern = glob
    .replace(/^\.\//, '')
    .replace(/\/+$/, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => wildcards[part] ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('');
  return new RegExp(`^${pattern}(?:/.*)?$`, 's').test(path);
}

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
