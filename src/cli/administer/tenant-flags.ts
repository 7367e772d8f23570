import { Flags } from '@oclif/core';
import type { TenantSettings } from '../../administration/index.js';
import { UsageError } from '../../errors.js';

/** Flags of a new tenant. */
export const newTenantFlags = {
  'allow-queue': Flags.string({
    description: 'URL of a queue that its boletos may name, also of another account; repeatable',
    helpValue: 'URL',
    multiple: true,
  }),
  'payer-retention-days': Flags.integer({
    description: "days after the due date for which a payer's data must stay; 0: none",
    helpValue: 'DAYS',
    min: 0,
    max: 7305,
  }),
  notify: Flags.option({
    description: 'later: send its queue nothing that the answer to a request with a key already says',
    options: ['always', 'later'] as const,
  })(),
};

/** Flags of a change. */
export const tenantFlags = {
  ...newTenantFlags,
  'any-queue': Flags.boolean({
    description: 'allow any queue of the account and region; only while there is no other tenant',
    exclusive: ['allow-queue'],
  }),
};

interface GivenFlags {
  readonly 'allow-queue'?: readonly string[] | undefined;
  readonly 'any-queue'?: boolean | undefined;
  readonly notify?: 'always' | 'later' | undefined;
  readonly 'payer-retention-days'?: number | undefined;
}

/** Returns the settings that the flags give. What no flag gives is left out. */
export function tenantSettings({
  'allow-queue': queues,
  'any-queue': any,
  notify,
  'payer-retention-days': payer_retention_days,
}: GivenFlags): TenantSettings {
  const allowed_queues = any ? null : queues;
  return {
    ...(allowed_queues === undefined ? {} : { allowed_queues }),
    ...(notify === undefined ? {} : { notify }),
    ...(payer_retention_days === undefined ? {} : { payer_retention_days }),
  };
}

/** Returns the settings that the flags give. @throws {UsageError} MISSING_FLAG if they give none */
export function requiredSettings(flags: GivenFlags): TenantSettings {
  const settings = tenantSettings(flags);
  if (Object.keys(settings).length > 0) return settings;
  throw new UsageError(
    'MISSING_FLAG',
    'Say what to change: --allow-queue URL (repeatable), --any-queue, --notify or --payer-retention-days.',
  );
}
