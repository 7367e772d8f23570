type Value = string | number | boolean | null | undefined | readonly string[];

/**
 * One JSON line for CloudWatch Logs. Fields are the caller's choice of names, ids, states and times: never a body, a
 * person's name or document, a query string or a secret.
 */
export function log(event: string, fields: Readonly<Record<string, Value>> = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
}

/**
 * What may be told of an error: its name, code and place. Not its message, which quotes the data of the failed
 * statement (PostgreSQL) or of the failed parse (JSON).
 */
export function describeFailure(error: unknown): Readonly<Record<string, Value>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, constraint, syscall } = error as { code?: string; constraint?: string; syscall?: string };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    code,
    constraint,
    syscall,
    cause: error.cause instanceof Error ? error.cause.name : undefined,
    at: frames.slice(0, 5).map((frame) => frame.trim()),
  };
}
