/** A line `-- sbw:allow <rule> <reason>`: before `-- migrate:up` for the whole file, elsewhere for the statement after it. */
export interface Allowance {
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
  /**
   * @param from where the comments before the statement begin, in the file
   * @param start where the statement itself does
   */
  covers(rule: string, from: number, start: number): boolean;
  /** Marks it as needed, and answers its reason. */
  use(): string;
  readonly isUsed: boolean;
}

const ALLOW = /^[ \t]*-- sbw:allow(?:[ \t]+(\S+))?(?:[ \t]+(\S.*))?$/gm;

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

/** What is wrong with the allowances themselves. */
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
