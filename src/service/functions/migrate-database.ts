import {
  type MigrationAnswer,
  type MigrationRequest,
  requestOf,
  runMigrations,
} from '../../migrations/index.js';
import { listMigrations } from '../database/migrations.js';
import { answeringSmoke, deadlineOf, type LambdaContext } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { service } from '../service.js';

const MARGIN = 2_000;

/** `sbw migrate` invokes it. It answers what it did and what failed: a thrown error would lose both. */
export const handler = answeringSmoke(migrateDatabase);

/** The earlier service's function took no command: scripts invoke it with `{}` to migrate up. */
type Event = Omit<MigrationRequest, 'command'> & { readonly command?: MigrationRequest['command'] };

async function migrateDatabase(given: Event | null, context: LambdaContext): Promise<MigrationAnswer> {
  const event = { ...given, command: given?.command ?? 'up' };
  try {
    const client = await service().database.open(deadlineOf(context, MARGIN));
    try {
      return await runMigrations({
        client,
        migrations: listMigrations(),
        ...requestOf(event),
        remainingMs: () => context.getRemainingTimeInMillis(),
        applicationName: 'migrate-database',
      });
    } finally {
      await client.end();
    }
  } catch (error) {
    log('migration-failed', describeFailure(error));
    return unreachable(event.command, error);
  }
}

function unreachable(command: MigrationAnswer['command'], error: unknown): MigrationAnswer {
  const { code = 'DATABASE_UNREACHABLE', message } = error as { code?: string; message: string };
  return { ok: false, command, applied: [], reverted: [], migrations: [], error: { code, message } };
}
