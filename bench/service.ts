// The service's functions beside what they are held against, each in one run. Prints Markdown for docs/performance.md.
// Run: node --import tsx bench/service.ts
import { startService } from '../test/integration/service/harness.js';
import { startTestPostgres } from '../test/support/postgres.js';
import { silenceLog } from './service/rates.js';
import { benchStatements } from './service/statements.js';

const server = await startTestPostgres();
const service = await startService(server);
silenceLog();
try {
  const { host, port, user, password } = server;
  await benchStatements(service, { host, port, user, password, database: service.settings.database.name });
} finally {
  await service.close();
  await server.stop();
}
