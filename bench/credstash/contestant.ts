/** The operations that the bench measures. Each library runs in its own process, and receives its tasks as messages. */
export interface Contestant {
  get(name: string): Promise<string>;
  /** Writes the given version, which does not exist yet. */
  put(name: string, value: string, version: number): Promise<unknown>;
  /** Writes the given version without reading the latest one first. */
  forcePut(name: string, value: string, version: number): Promise<unknown>;
  /** Writes the next version. */
  putNext(name: string, value: string): Promise<unknown>;
  /** Returns how many secrets it read. */
  getAll(): Promise<number>;
}

export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly table: string;
  readonly key: string;
}

export type Task =
  | { readonly task: 'get'; readonly names: readonly string[] }
  | {
      readonly task: 'put' | 'forcePut' | 'putNext';
      readonly names: readonly string[];
      readonly version: number;
    }
  | { readonly task: 'getAll'; readonly expected: number };

export interface Result {
  readonly milliseconds: number;
  /** Milliseconds of processor time of the contestant's process. */
  readonly cpu: number;
  /** Peak memory of the process so far, in KB. */
  readonly maxRSS: number;
}

/** Runs each task that arrives, one secret at a time, and sends back how long it took. */
export function serve(open: (target: Target) => Contestant): void {
  const contestant = open(JSON.parse(process.env.TARGET ?? '') as Target);
  process.on('message', (task: Task) => {
    void timed(contestant, task).then((result) => process.send?.(result));
  });
}

async function timed(contestant: Contestant, task: Task): Promise<Result> {
  const cpuBefore = process.cpuUsage();
  const began = process.hrtime.bigint();
  await run(contestant, task);
  const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { milliseconds, cpu: (user + system) / 1000, maxRSS: process.resourceUsage().maxRSS };
}

async function run(contestant: Contestant, task: Task): Promise<void> {
  if (task.task === 'getAll') {
    const read = await contestant.getAll();
    if (read !== task.expected) throw new Error(`${read} of ${task.expected} secrets were read`);
    return;
  }
  for (const name of task.names) {
    if (task.task === 'get') await contestant.get(name);
    else await contestant[task.task](name, `value of ${name}`, task.version);
  }
}
