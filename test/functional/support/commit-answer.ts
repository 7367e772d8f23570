import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from './api.js';
import type { Newcomer } from './newcomer.js';

/** Commits to `branch` a service that answers `text` for a missing boleto. Returns the commit. */
export async function commitAnswer(machine: Newcomer, branch: string, text: string): Promise<string> {
  await machine.git('checkout', '--quiet', '-B', branch, 'main');
  const found = await machine.git('grep', '-l', 'Boleto not found', '--', 'src/service');
  for (const name of found.trim().split('\n')) {
    const file = join(machine.clone, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Boleto not found', text));
  }
  await machine.git('commit', '--quiet', '-am', text);
  const commit = (await machine.git('rev-parse', 'HEAD')).trim();
  await machine.git('checkout', '--quiet', 'main');
  return commit;
}

/** Returns the service's answer for a missing boleto. */
export async function notFoundText(api: Api): Promise<string | undefined> {
  return (await api.call('GET', '/boletos/bol_nothing')).body.errors?.[0]?.message;
}
