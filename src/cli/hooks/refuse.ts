/** The functions that oclif gives a hook for output and exit. */
interface Ending {
  log(message: string): void;
  exit(code: number): void;
}

/** Ends `sbw` with a usage error before any command runs. */
export function refuse({ log, exit }: Ending, argv: readonly string[], message: string): void {
  if (argv.includes('--json')) log(JSON.stringify({ error: { code: 'USAGE', message } }, null, 2));
  else process.stderr.write(`Error: ${message}\n`);
  exit(2);
}
