/**
 * A line `-- sbw:allow <rule> <reason>`. It applies to the whole file if it comes before `-- migrate:up`, otherwise to the
 * next statement.
 */
export interface Allowance {
  /** Number of its line in the file, from 1. */
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
  /**
   * Returns whether it allows a statement to break a rule.
   *
   * @param from offset of the comments before the statement, in characters of the file
   * @param start offset of the statement
   */
  covers(rule: string, from: number, start: number): boolean;
  /** Marks it as used, and returns its reason. */
  use(): string;
  readonly isUsed: boolean;
}

const ALLOW = /^[ \t]*-- sbw:allow(?:[ \t]+(\S+))?(?:[ \t]+(\S.*))?$/gm;

/** @param text of the file, with line feeds alone as its line ends */
export function readAllowances(text: string): Allowance[] {
  const preambleEnd = text.search(/^-- migrate:up/m);
  return [...text.matchAll(ALLOW)].map(({ index, 1: rule = '', 2: reason = '' }) => {
    let isUsed = false;
    return {
      line: text.slice(0, index).split('\n').length,
      rule,
      reason,
      covers: (name, from, start) =>
        name === rule && reason !== '' && (index < preambleEnd || (index >= from && index < start)),
      use() {
        isUsed = true;
        return reason;
      },
      get isUsed() {
        return isUsed;
      },
    };
  });
}

/** Returns what is wrong with the allowances: an unknown rule, no reason, or nothing that they allow. */
export function verifyAllowances(
  allowances: readonly Allowance[],
  known: ReadonlySet<string>,
): { line: number; message: string }[] {
  return allowances.flatMap(({ line, rule, reason, isUsed }) => {
    if (!known.has(rule)) return [{ line, message: `There is no rule "${rule}" to allow.` }];
    if (reason === '') return [{ line, message: `It allows ${rule} without a reason.` }];
    return isUsed ? [] : [{ line, message: `It allows ${rule}, which nothing breaks here.` }];
  });
}
