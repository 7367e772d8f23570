/** Milliseconds of one measurement. */
const DURATION = 1_500;
const ROUNDS = 7;

export type Rates = Readonly<Record<string, number>>;

/**
 * Measures how often per second each function runs. The functions alternate, and the first round does not count.
 *
 * @returns the median rate of each
 */
export async function medianRates(works: Readonly<Record<string, () => Promise<unknown>>>): Promise<Rates> {
  const rates = Object.keys(works).map((name) => [name, [] as number[]] as const);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, seen] of rates) {
      const rate = await rateOf(works[name] as () => Promise<unknown>);
      if (round > 0) seen.push(rate);
    }
  }
  return Object.fromEntries(rates.map(([name, seen]) => [name, median(seen)]));
}

async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let times = 0;
  while (performance.now() - began < DURATION) {
    await work();
    times++;
  }
  return (times * 1_000) / (performance.now() - began);
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Prints a Markdown table. Each row has something of ours, its peer, and their ratio. */
export function printRatios(
  title: string,
  rates: Rates,
  pairs: readonly (readonly [ours: string, theirs: string])[],
): void {
  const rate = (name: string) => rates[name] ?? Number.NaN;
  const format = (value: number) =>
    value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
  print(`\n### ${title}\n`);
  print('| | | beside | | ratio |\n|---|---:|---|---:|---:|');
  for (const [ours, theirs] of pairs) {
    const ratio = (rate(ours) / rate(theirs)).toFixed(2);
    print(`| ${ours} | ${format(rate(ours))} | ${theirs} | ${format(rate(theirs))} | ${ratio} |`);
  }
}

const write = process.stdout.write.bind(process.stdout);

export function print(line: string): void {
  write(`${line}\n`);
}

/** Discards log lines. The handlers still make them, as on Lambda. */
export function silenceLog(): void {
  process.stdout.write = (() => true) as typeof process.stdout.write;
}
