import { isMap, isScalar, isSeq, type LineCounter, type Node, type ParsedNode } from 'yaml';

export type Path = readonly PropertyKey[];

/** One thing wrong in the file, at a place in it. */
export interface Problem {
  readonly path: Path;
  /** Follows the path in the sentence: `must be a number, not "512MB"`. */
  readonly text: string;
  /** Points at the key rather than at what it holds. */
  readonly atKey?: boolean;
}

export interface Source {
  /** As the caller named the file. */
  readonly file: string;
  readonly root: ParsedNode | null;
  readonly lines: LineCounter;
}

/** `superbowleto.yml:24:5: functions.create-boleto.memmory: there is no such setting; did you mean memory?` */
export function describeProblem({ path, text, atKey }: Problem, source: Source): string {
  const offset = offsetOf(path, source.root, atKey === true);
  const { line, col } = source.lines.linePos(offset);
  return `${position(source.file, line, col)}: ${path.length > 0 ? `${describePath(path)}: ` : ''}${text}`;
}

export function position(file: string, line: number, column: number): string {
  return `${file}:${Math.max(line, 1)}:${Math.max(column, 1)}`;
}

/** Where each problem is in the file, to list them from top to bottom. */
export function problemOffset({ path, atKey }: Problem, { root }: Source): number {
  return offsetOf(path, root, atKey === true);
}

function describePath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

/** Of the value at `path`; as far as the file goes when it ends before. What is missing is at its parent's key. */
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

/** A map on lines of its own begins at its first key, which says less than the key that holds it. */
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
