import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import type { Access } from './types.js';

/**
 * `endpoint_url` of an environment's AWS profile. The SDK takes a named profile's keys, but the endpoint of the
 * default one.
 *
 * @throws {UsageError} PROFILE_MISSING when a profile file is named that is not there, or lacks the profile: other
 *   keys must never take its place
 */
export function profileEndpoint(environment: Access): string | undefined {
  const { profile, profileFile } = environment;
  if (profile === undefined) return undefined;
  const settings = findProfile(profileFile ?? configFile(), profile);
  if (settings === undefined && profileFile !== undefined) throw missing(environment, profile, profileFile);
  return settings?.get('endpoint_url');
}

/** `region` of a profile in the usual config file; undefined when there is none. */
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
