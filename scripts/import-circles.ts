/**
 * Finds import circles between files. Type-only imports count as well: a reader has to follow them too.
 *
 * @param imports each file, and the files that it imports
 * @returns circles from a file back to that file. Every file that is in any circle is in one of these.
 * @example circles(new Map([['a.ts', ['b.ts']], ['b.ts', ['a.ts']]])) // [['a.ts', 'b.ts', 'a.ts']]
 */
export function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const inCircle = new Set<string>();
  for (const file of [...imports.keys()].sort()) {
    if (inCircle.has(file)) continue;
    const circle = shortestWayBack(file, imports);
    if (!circle) continue;
    found.push(circle);
    for (const member of circle) inCircle.add(member);
  }
  return found;
}

/** Searches breadth first from a file along its imports until it meets that file again. */
function shortestWayBack(
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const importedBy = new Map<string, string>();
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const target of imports.get(file) ?? []) {
      if (target === start) return [...pathTo(file, start, importedBy), start];
      if (importedBy.has(target)) continue;
      importedBy.set(target, file);
      queue.push(target);
    }
  }
  return undefined;
}

function pathTo(file: string, start: string, importedBy: ReadonlyMap<string, string>): string[] {
  const path = [file];
  for (let at = file; at !== start; ) {
    at = importedBy.get(at) ?? start;
    path.unshift(at);
  }
  return path;
}
