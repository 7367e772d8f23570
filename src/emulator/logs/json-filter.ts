type Test = (event: unknown) => boolean;

/** `$.a.b[0]`, an operator, a word, a phrase, a number, a regular expression. */
const TOKEN =
  /\s*(?:(\$(?:\.[\w-]+|\[\d+\])+)|(\|\||&&|!=|<=|>=|[=<>()])|"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s()=<>!&|"]+))/y;

interface Token {
  readonly kind: 'selector' | 'operator' | 'phrase' | 'regex' | 'word';
  readonly text: string;
}

const KINDS = ['selector', 'operator', 'phrase', 'regex', 'word'] as const;

/**
 * Reads a JSON filter pattern of CloudWatch Logs and returns its test. It knows comparisons of fields (`*` in text
 * matches anything), `IS NULL`, `IS TRUE`, `IS FALSE`, `NOT EXISTS`, `&&`, `||` and parentheses. Returns undefined for an
 * invalid pattern.
 *
 * @example parseJsonFilter('{ $.status >= 500 && $.event = "req*" }')?.('{"event":"request","status":503}') // true
 */
export function parseJsonFilter(pattern: string): ((message: string) => boolean) | undefined {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(pattern)?.[1];
  const tokens = inner === undefined ? undefined : tokenize(inner);
  if (tokens === undefined) return undefined;
  const test = new Parser(tokens).parse();
  if (test === undefined) return undefined;
  return (message) => {
    const event = parseObject(message);
    return event !== undefined && test(event);
  };
}

function parseObject(message: string): unknown {
  try {
    const event: unknown = JSON.parse(message);
    return typeof event === 'object' && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    const group = match?.slice(1).findIndex((part) => part !== undefined) ?? -1;
    const kind = KINDS[group];
    if (!match || kind === undefined) return undefined;
    const found = match[group + 1] ?? '';
    tokens.push({ kind, text: kind === 'phrase' ? found.replace(/\\(.)/g, '$1') : found });
  }
  return tokens;
}

/** Parses tokens into a test. `&&` binds more tightly than `||`. Every method returns undefined for a syntax error. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Test | undefined {
    const test = this.#any();
    return this.#at === this.#tokens.length ? test : undefined;
  }

  #any(): Test | undefined {
    let test = this.#all();
    while (test && this.#take('||')) {
      const [one, other] = [test, this.#all()];
      test = other && ((event) => one(event) || other(event));
    }
    return test;
  }

  #all(): Test | undefined {
    let test = this.#one();
    while (test && this.#take('&&')) {
      const [one, other] = [test, this.#one()];
      test = other && ((event) => one(event) && other(event));
    }
    return test;
  }

  #one(): Test | undefined {
    if (this.#take('(')) {
      const test = this.#any();
      return this.#take(')') ? test : undefined;
    }
    const selector = this.#next();
    if (selector?.kind !== 'selector') return undefined;
    const test = this.#condition();
    return test && ((event) => test(select(event, selector.text)));
  }

  #condition(): Test | undefined {
    const operator = this.#next()?.text;
    const operand = this.#next();
    if (operator === undefined || operand === undefined) return undefined;
    if (operator === 'IS') return IS.get(operand.text);
    if (operator === 'NOT') return operand.text === 'EXISTS' ? (value) => value === undefined : undefined;
    return comparison(operator, operand);
  }

  #next(): Token | undefined {
    this.#at += 1;
    return this.#tokens[this.#at - 1];
  }

  #take(operator: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operator' || token.text !== operator) return false;
    this.#at += 1;
    return true;
  }
}

const IS = new Map<string, Test>([
  ['NULL', (value) => value === null],
  ['TRUE', (value) => value === true],
  ['FALSE', (value) => value === false],
]);

function select(event: unknown, selector: string): unknown {
  const steps = selector.matchAll(/\.([\w-]+)|\[(\d+)\]/g);
  let value = event;
  for (const [, name, index] of steps) {
    const holder = Object(value) as Record<string, unknown>;
    const key = name ?? index ?? '';
    value = Object.hasOwn(holder, key) ? holder[key] : undefined;
  }
  return value;
}

const ORDERS: ReadonlyMap<string, (value: number, operand: number) => boolean> = new Map([
  ['<', (value, operand) => value < operand],
  ['<=', (value, operand) => value <= operand],
  ['>', (value, operand) => value > operand],
  ['>=', (value, operand) => value >= operand],
]);

/** Returns the test of a comparison. A missing field is neither equal nor unequal to anything. */
function comparison(operator: string, { kind, text }: Token): Test | undefined {
  const order = ORDERS.get(operator);
  if (order) {
    const operand = Number(text);
    return (value) => typeof value === 'number' && order(value, operand);
  }
  const equals = kind === 'regex' ? matching(new RegExp(text)) : equal(kind, text);
  if (operator === '=') return equals;
  if (operator !== '!=') return undefined;
  return (value) => isScalar(value) && !equals(value);
}

function equal(kind: Token['kind'], text: string): Test {
  const operand = Number(text);
  if (kind === 'word' && !Number.isNaN(operand)) return (value) => value === operand;
  const escaped = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return matching(new RegExp(`^${escaped}$`, 's'));
}

function matching(expression: RegExp): Test {
  return (value) => isScalar(value) && expression.test(String(value));
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
