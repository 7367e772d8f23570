import { randomUUID } from 'node:crypto';
import { type Catalog, isChanging, revisionOf } from './catalog.js';
import { conflict, verifyRevision } from './errors.js';
import type { FunctionRecord, FunctionVersion } from './model.js';

/** Returns the version with a change that starts now. */
export function beginChange(
  catalog: Catalog,
  version: Pick<FunctionVersion, 'version' | 'settings' | 'code' | 'change'>,
): FunctionVersion {
  const now = catalog.now();
  return {
    ...version,
    lastModified: new Date(now).toISOString().replace('Z', '+0000'),
    readyAt: now + catalog.transition,
    revisionId: randomUUID(),
    revisionIdWhenReady: randomUUID(),
  };
}

/** Throws AwsError ResourceConflictException during a change, and PreconditionFailedException for another revision. */
export function verifyChangeable(
  catalog: Catalog,
  record: FunctionRecord,
  revisionId: string | null | undefined,
): void {
  const now = catalog.now();
  if (isChanging(record.latest, now)) {
    throw conflict(
      record.latest.change === 'create'
        ? 'The operation cannot be performed at this time. The function is currently in the following state: Pending'
        : `The operation cannot be performed at this time. An update is in progress for resource: ${catalog.arn(record.name)}`,
    );
  }
  verifyRevision(revisionId ?? undefined, revisionOf(record.latest, now));
}
