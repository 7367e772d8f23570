import { isExpression, isTypeNode, type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';

/** One small fault: the source text from `start` to `end` replaced by `after`. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

const comparisons: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
};
const arithmetic: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
const renamed: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
};
/** Methods whose result has the type of the object that they are called on, so that the call can be dropped. */
const droppable = new Set(
  `filter sort toSorted reverse toReversed slice trim trimStart trimEnd padStart padEnd toLowerCase toUpperCase
  replace replaceAll normalize flat concat`.split(/\s+/),
);
/** Nodes that are not changed. Errors are among them: their text is for people, not a rule of the code. */
const skipped = new Set([
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.ThrowStatement,
]);

/** Returns the mutants of a source file, in the order of its nodes. */
export function mutantsOf(file: SourceFile): Mutant[] {
  const found: Mutant[] = [];
  visit(file, file, (node, after) => found.push({ start: node.getStart(file), end: node.end, after }), file);
  return found;
}

/**
 * Writes every mutant into the text beside what it replaces. `__mutant(n)` decides at run time which one applies; `n` is
 * the mutant's place in the list, counted from `first`.
 *
 * @example withSwitches('a && b', [{ start: 0, end: 6, after: 'a' }], 0) // '(__mutant(0) ? a : a && b)'
 */
export function withSwitches(text: string, mutants: readonly Mutant[], first: number): string {
  const numbered = mutants.map((mutant, index) => ({ ...mutant, number: first + index }));
  numbered.sort((a, b) => a.start - b.start || b.end - a.end);
  const write = (from: number, to: number, inside: typeof numbered): string => {
    let written = '';
    let at = from;
    for (let rest = inside; rest[0]; ) {
      const { start, end } = rest[0];
      const here = rest.filter((mutant) => mutant.start === start && mutant.end === end);
      const below = rest.filter((mutant) => mutant.end <= end && !here.includes(mutant));
      const choices = here.map(({ number, after }) => `__mutant(${number}) ? ${after} : `).join('');
      written += `${text.slice(at, start)}(${choices}${write(start, end, below)})`;
      at = end;
      rest = rest.filter((mutant) => mutant.start >= end);
    }
    return written + text.slice(at, to);
  };
  return write(0, text.length, numbered);
}

type Add = (node: Node, after: string) => void;
/** The fields of the nodes that are read below. */
type Fields = Node &
  Partial<
    Record<'left' | 'right' | 'operatorToken' | 'operand' | 'expression' | 'name' | 'propertyName', Node>
  > & {
    readonly condition?: Node;
    readonly operator?: SyntaxKind;
    readonly text?: string;
  };

function visit(node: Fields, parent: Fields, add: Add, file: SourceFile): void {
  if (skipped.has(node.kind) || (isTypeNode(node) && !isExpression(node))) return;
  const text = (part: Node) => file.text.slice(part.getStart(file), part.end);
  if (node.kind === SyntaxKind.BinaryExpression) binary(node, add, text);
  else if (node.kind === SyntaxKind.CallExpression) call(node, parent, add, text);
  else if (node.kind === SyntaxKind.ExpressionStatement) statement(node, add);
  else if (node.kind === SyntaxKind.PrefixUnaryExpression) prefix(node, add, text);
  else constant(node, parent, add, text);
  condition(node, add);
  node.forEachChild((child) => visit(child, node, add, file));
}

function binary(node: Fields, add: Add, text: (part: Node) => string): void {
  const { left, right, operatorToken } = node as Required<Fields>;
  const operator = text(operatorToken);
  const [before, behind] = [text(left), text(right)];
  if (operator === '&&' || operator === '||') for (const half of [before, behind]) add(node, `(${half})`);
  if (operator === '??') add(node, `(${before})`);
  for (const other of comparisons[operator] ?? []) add(node, `${before} ${other} ${behind}`);
  if (arithmetic[operator] && !/^[`']|[`']$/.test(before + behind)) {
    add(node, `${before} ${arithmetic[operator]} ${behind}`);
  }
}

function call(node: Fields, parent: Fields, add: Add, text: (part: Node) => string): void {
  const { expression, name } = (node.expression as Fields).name ? (node.expression as Required<Fields>) : {};
  // In `a?.b().c`, brackets round `a?.b()` would have `.c` read of undefined.
  if (!expression || !name || (parent.expression === node && text(node).includes('?.'))) return;
  const method = text(name);
  if (droppable.has(method)) add(node, text(expression));
  if (Object.hasOwn(renamed, method))
    add(node, text(node).replace(text(node.expression as Node), `${text(expression)}.${renamed[method]}`));
}

/** Drops a statement that is one call. */
function statement(node: Fields, add: Add): void {
  const expression = node.expression as Fields;
  const inner = expression.kind === SyntaxKind.AwaitExpression ? expression.expression : expression;
  if (inner?.kind === SyntaxKind.CallExpression) add(expression, 'undefined');
}

function prefix(node: Fields, add: Add, text: (part: Node) => string): void {
  if (node.operator === SyntaxKind.ExclamationToken) add(node, `(${text(node.operand as Node)})`);
}

function constant(node: Fields, parent: Fields, add: Add, text: (part: Node) => string): void {
  if (parent.name === node || parent.propertyName === node) return;
  if (node.kind === SyntaxKind.TrueKeyword) add(node, 'false');
  if (node.kind === SyntaxKind.FalseKeyword) add(node, 'true');
  if (node.kind === SyntaxKind.NumericLiteral) add(node, `(${text(node)} + 1)`);
  if (node.kind === SyntaxKind.BigIntLiteral) add(node, `(${text(node)} + 1n)`);
  const isText = [SyntaxKind.StringLiteral, SyntaxKind.NoSubstitutionTemplateLiteral].includes(node.kind);
  if (isText && !/Import|TaggedTemplate/.test(SyntaxKind[parent.kind] ?? ''))
    add(node, node.text ? "''" : "'changed'");
}

function condition(node: Fields, add: Add): void {
  const loop = [SyntaxKind.WhileStatement, SyntaxKind.DoStatement].includes(node.kind);
  const tested = loop || node.kind === SyntaxKind.IfStatement ? node.expression : node.condition;
  if (!tested) return;
  add(tested, 'false');
  if (!loop && node.kind !== SyntaxKind.ForStatement) add(tested, 'true');
}
