import { types } from 'node:util';

/** An error in an answer of Lambda's Node.js runtime. */
export interface ErrorShape {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** An error of the runtime itself, with Lambda's name for it. */
export class RuntimeError extends Error {
  override readonly name: string;

  constructor(name: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
    if (cause instanceof Error && cause.stack !== undefined) {
      this.stack = `${name}: ${message}\n${cause.stack.split('\n').slice(1).join('\n')}`;
    }
  }
}

export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** Describes a thrown value: an error by its name and stack, any other value by its type. */
export function errorShape(thrown: unknown): ErrorShape {
  if (isError(thrown)) {
    return {
      errorType: String(thrown.name),
      errorMessage: String(thrown.message),
      trace: thrown.stack?.split('\n') ?? [],
    };
  }
  return { errorType: typeof thrown, errorMessage: textOf(thrown), trace: [] };
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** Describes a thrown value for the log, with the error's own members too. */
export function loggedError(thrown: unknown): string {
  const shape = errorShape(thrown);
  const own = isError(thrown) ? { ...thrown } : {};
  const entry = { errorType: shape.errorType, errorMessage: shape.errorMessage, ...own, stack: shape.trace };
  try {
    return JSON.stringify(entry);
  } catch {
    return JSON.stringify({ ...shape, stack: shape.trace });
  }
}
