// Compares `sbw --version` with an empty oclif command: how long each takes, alternating in one run.
// Run: node --import tsx bench/startup.ts
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rounds = 30;

/** The smallest oclif project: one command that does nothing, and a manifest. */
function emptyCli(): string {
  const folder = mkdtempSync(join(tmpdir(), 'empty-oclif-'));
  mkdirSync(join(folder, 'commands'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const pjson = {
    name: 'empty',
    version: '0.0.0',
    type: 'module',
    oclif: { bin: 'empty', commands: './commands' },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(pjson));
  const command = `import { Command } from '@oclif/core';\nexport default class Nothing extends Command { async run() { await this.parse(Nothing); } }\n`;
  writeFileSync(join(folder, 'commands', 'nothing.js'), command);
  const run = `const { execute } = await import('@oclif/core');\nawait execute({ dir: import.meta.url });\n`;
  writeFileSync(join(folder, 'run.js'), run);
  const manifest = {
    version: '0.0.0',
    commands: { nothing: { id: 'nothing', args: {}, flags: {}, aliases: [] } },
  };
  writeFileSync(join(folder, 'oclif.manifest.json'), JSON.stringify(manifest));
  return folder;
}

function milliseconds(script: string, args: string[]): number {
  const began = process.hrtime.bigint();
  execFileSync(process.execPath, [script, ...args], {
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return Number(process.hrtime.bigint() - began) / 1e6;
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const empty = emptyCli();
const ours: number[] = [];
const command: number[] = [];
const version: number[] = [];
for (let round = 0; round < rounds; round++) {
  ours.push(milliseconds(join(root, 'bin/run.js'), ['--version']));
  command.push(milliseconds(join(empty, 'run.js'), ['nothing']));
  version.push(milliseconds(join(empty, 'run.js'), ['--version']));
}
rmSync(empty, { recursive: true });

console.log(`${rounds} rounds, medians`);
console.log(`sbw --version              ${median(ours).toFixed(0)} ms`);
console.log(
  `an empty oclif command     ${median(command).toFixed(0)} ms   ratio ${(median(ours) / median(command)).toFixed(2)}`,
);
console.log(
  `its --version              ${median(version).toFixed(0)} ms   ratio ${(median(ours) / median(version)).toFixed(2)}`,
);
