/** What both libraries are asked to do. A contestant runs in a process of its own and is told by messages. */
export interface Contestant {
  get(name: string): Promise<string>;
  /** As the version given, which is new. */
  put(name: string, value: string, version: number): Promise<unknown>;
  /** As `put`, without a look at what is there. */
  forcePut(name: string, value: string, version: number): Promise<unknown>;
  /** As the next version. */
  putNext(name: string, value: string): Promise<unknown>;
  /** How many were read. */
  getAll(): Promise<number>;
}

export interface Place {
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
  /** Milliseconds of processor time of the contestant alone. */
  readonly cpu: number;
  /** The most memory that the process has held so far, in KB. */
  readonly maxRSS: number;
}

/** Does one task after another, each secret after the other, and answers how long each took. */
export function serve(open: (place: Place) => Contestant): void {
  const contestant = open(JSON.parse(process.env.PLACE ?? '') as Place);
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
