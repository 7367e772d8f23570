import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import type { Access } from './types.js';

/**
 * Reads `endpoint_url` of an environment's AWS profile. The SDK reads the credentials of a named profile, but the
 * endpoint of the default one.
 *
 * @throws {UsageError} PROFILE_MISSING: the named profile file does not exist or lacks the profile. The SDK must never
 *   fall back to other credentials.
 */
export function profileEndpoint(environment: Access): string | undefined {
  const { profile, profileFile } = environment;
  if (profile === undefined) return undefined;
  const settings = findProfile(profileFile ?? configFile(), profile);
  if (settings === undefined && profileFile !== undefined) throw missing(environment, profile, profileFile);
  return settings?.get('endpoint_url');
}

/** Reads `region` of a profile in the AWS config file of the user; undefined if the profile has none. */
export function profileRegion(profile: string): string | undefined {
  return findProfile(configFile(), profile)?.get('region');
}

function configFile(): string {
  return process.env.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config');
}

function findProfile(file: string, profile: string): Map<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  let settings: Map<string, string> | undefined;
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const [, section] = /^\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line) ?? [];
    if (section !== undefined) inside = section === profile;
    if (inside) settings ??= new Map();
    const [, key, value] = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (inside && key !== undefined && value !== undefined) settings?.set(key, value);
  }
  return settings;
}

function missing({ name }: Access, profile: string, file: string): UsageError {
  return new UsageError(
    'PROFILE_MISSING',
    `Nothing answers for environment ${name}: there is no profile ${profile} in ${file}. ` +
      'For the local stage: sbw local start',
  );
}
