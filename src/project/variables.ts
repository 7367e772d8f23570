import { homedir } from 'node:os';
import type { Path, Problem } from './problems.js';

export type Variables = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Replaces `${NAME}`, `${NAME:-default}` and a leading `~/` in every text of a document; `$${` stands for `${`.
 * Adds a problem for each variable that is not set and has no default.
 */
export function expandVariables(
  value: unknown,
  variables: Variables,
  problems: Problem[],
  path: Path = [],
): unknown {
  if (typeof value === 'string') return expandText(value, variables, problems, path);
  if (Array.isArray(value)) {
    return value.map((item, index) => expandVariables(item, variables, problems, [...path, index]));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      expandVariables(item, variables, problems, [...path, key]),
    ]),
  );
}

function expandText(text: string, variables: Variables, problems: Problem[], path: Path): string {
  const filled = text.replace(REFERENCE, (whole, escaped?: string, name?: string, otherwise?: string) => {
    if (escaped !== undefined || name === undefined) return '${';
    const found = variables[name] || otherwise;
    if (found !== undefined) return found;
    problems.push({ path, text: `the variable ${name} is not set; set it, or write \${${name}:-default}` });
    return whole;
  });
  return filled.startsWith('~/') ? `${variables.HOME || homedir()}${filled.slice(1)}` : filled;
}
