import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpack } from '../../../../src/emulator/lambda/unzip.js';

/**
 * Finds the files below a folder of Terraform that contain one of the texts, plain or in base64. Unpacks plan files, which
 * are zips, beside them.
 */
export async function tracesOf(secrets: readonly string[], folder: string): Promise<string[]> {
  for (const plan of filesBelow(folder).filter((file) => file.endsWith('.tfplan')))
    await unpack(readFileSync(plan), `${plan}-unpacked`);
  const needles = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64')]);
  return filesBelow(folder).filter((file) => {
    const bytes = readFileSync(file);
    return needles.some((needle) => bytes.includes(needle));
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.terraform'))
    .map((entry) => join(entry.parentPath, entry.name));
}
