// Compares `sbw deploy` with `claudia update` and `node-lambda deploy`, as command lines, in turns, against one local stage.
// Also compares one function with seven and with nothing to change, and Node and git alone. Prints Markdown.
// Run: npm run build && node --import tsx bench/deploy.ts
import { loadavg } from 'node:os';
import { installPeers } from './deploy/peer.js';
import { startBenchStage } from './deploy/stage.js';
import { deployments } from './deploy/work.js';
import { median, print } from './service/rates.js';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);

const peers = installPeers();
const stage = await startBenchStage();
const milliseconds = new Map<string, number[]>();
const processorMilliseconds = new Map<string, number[]>();
const loads: number[] = [];
try {
  const works = deployments(stage, peers);
  for (let round = 0; round <= ROUNDS; round++) {
    stage.change(round);
    for (const [name, work] of Object.entries(works)) {
      const began = performance.now();
      const processor = await work();
      if (round === 0) continue;
      milliseconds.set(name, [...(milliseconds.get(name) ?? []), performance.now() - began]);
      processorMilliseconds.set(name, [...(processorMilliseconds.get(name) ?? []), processor]);
    }
    loads.push(loadavg()[0] ?? Number.NaN);
  }
} finally {
  await stage.remove();
  peers.remove();
}

const took = (name: string) => median(milliseconds.get(name) ?? []);
const spread = (name: string) => {
  const values = (milliseconds.get(name) ?? []).toSorted((one, other) => one - other);
  return `${values[0]?.toFixed(0)} to ${values.at(-1)?.toFixed(0)}`;
};
print(`${ROUNDS} rounds in turns after one to warm up, medians, load ${median(loads).toFixed(1)}\n`);
print('| | ms | from … to | ms of processor time |\n|---|---:|---:|---:|');
for (const name of milliseconds.keys()) {
  const processor = median(processorMilliseconds.get(name) ?? []);
  print(
    `| ${name} | ${took(name).toFixed(0)} | ${spread(name)} | ${Number.isNaN(processor) ? '' : processor.toFixed(0)} |`,
  );
}

const ratio = (one: string, other: string) => (took(one) / took(other)).toFixed(2);
const floor = took('Node alone') + took('git alone');
print('\n| | | target |\n|---|---:|---:|');
print(`| claudia to ours, one function | ${ratio('claudia update', 'sbw deploy, one function')} | 3 |`);
print(
  `| node-lambda to ours, one function | ${ratio('node-lambda deploy', 'sbw deploy, one function')} | 3 |`,
);
print(
  `| seven functions to one | ${ratio('sbw deploy, seven functions', 'sbw deploy, one function')} | 1.5 |`,
);
print(
  `| nothing to change, over Node and git, ms | ${(took('sbw deploy, nothing to change') - floor).toFixed(0)} | 1000 |`,
);
