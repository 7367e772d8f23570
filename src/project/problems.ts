import { isMap, isScalar, isSeq, type LineCounter, type Node, type ParsedNode } from 'yaml';

export type Path = readonly PropertyKey[];

/** One mistake in the file. */
export interface Problem {
  readonly path: Path;
  /** The end of a sentence that begins with the path: `must be a number, not "512MB"`. */
  readonly text: string;
  /** The mistake is the key, not its value. */
  readonly atKey?: boolean;
}

export interface Source {
  /** The path of the file as the caller gave it. */
  readonly file: string;
  readonly root: ParsedNode | null;
  readonly lines: LineCounter;
}

/** Returns a text that is the same for equal paths only. */
export function pathKey(path: Path): string {
  return path.join('\0');
}

/**
 * Describes a problem with its position in the file.
 *
 * @example `superbowleto.yml:24:5: functions.create-boleto.memmory: there is no such setting; did you mean memory?`
 */
export function describeProblem({ path, text, atKey }: Problem, source: Source): string {
  const offset = offsetOf(path, source.root, atKey === true);
  const { line, col } = source.lines.linePos(offset);
  return `${position(source.file, line, col)}: ${path.length > 0 ? `${describePath(path)}: ` : ''}${text}`;
}

export function position(file: string, line: number, column: number): string {
  return `${file}:${Math.max(line, 1)}:${Math.max(column, 1)}`;
}

/** Returns the offset of a problem in the file, in characters. */
export function problemOffset({ path, atKey }: Problem, { root }: Source): number {
  return offsetOf(path, root, atKey === true);
}

function describePath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

/** Returns the offset of the value at `path`. For a missing setting, returns the offset of the key of its parent. */
function offsetOf(path: Path, root: Node | null, atKey: boolean): number {
  let node: Node | null | undefined = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [index, part] of path.entries()) {
    const step = child(node, part);
    if (!step) return offset;
    const last = index === path.length - 1;
    const target: Node | null | undefined = last && atKey ? step.key : scalarOrKey(step, last);
    offset = target?.range?.[0] ?? offset;
    node = step.value;
  }
  return offset;
}

interface Step {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** A map or list is reported at its key: the first line of its content would say less. */
function scalarOrKey({ key, value }: Step, last: boolean): Node | undefined {
  if (last && isScalar(value) && value.value !== null) return value;
  return key ?? value;
}

function child(node: Node | null | undefined, part: PropertyKey): Step | undefined {
  if (isSeq(node) && typeof part === 'number') return { key: undefined, value: node.items[part] as Node };
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair && { key: pair.key as Node, value: (pair.value as Node | null) ?? undefined };
}
