export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const write = process.stdout.write.bind(process.stdout);

export function print(line: string): void {
  write(`${line}\n`);
}

/** Discards log lines. The handlers still make them, as on Lambda. */
export function silenceLog(): void {
  process.stdout.write = (() => true) as typeof process.stdout.write;
}
