import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Settings that credstash keeps for its user. */
const settingsFile = () => join(homedir(), '.credstash');

/** What `credstash setup --save-kms-region` left, this one's or credstash's own. */
export function savedKmsRegion(): string | undefined {
  const region = readSettings()['kms-region'];
  return typeof region === 'string' ? region : undefined;
}

/** Keeps the region of KMS for every later run, of credstash as well. Other settings in the file stay. */
export function saveKmsRegion(region: string): void {
  writeFileSync(settingsFile(), `${JSON.stringify({ ...readSettings(), 'kms-region': region })}\n`);
}

function readSettings(): Readonly<Record<string, unknown>> {
  try {
    const settings: unknown = JSON.parse(readFileSync(settingsFile(), 'utf8'));
    return typeof settings === 'object' && settings !== null ? { ...settings } : {};
  } catch {
    return {};
  }
}
