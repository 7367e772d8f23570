import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The file where credstash keeps its user's settings. */
const settingsFile = () => join(homedir(), '.credstash');

/** Returns the region that `setup --save-kms-region` saved, of sbw or of credstash itself. */
export function savedKmsRegion(): string | undefined {
  const region = readSettings()['kms-region'];
  return typeof region === 'string' ? region : undefined;
}

/** Saves the region of KMS for later runs of sbw and of credstash. Keeps the other settings of the file. */
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
