// Measures the service's functions, each together with its peer in one run. Prints Markdown for docs/performance.md.
// Run: node --import tsx bench/service.ts
import { startService } from '../test/integration/service/harness.js';
import { startTestPostgres } from '../test/support/postgres.js';
import { benchHttp } from './service/http.js';
import { benchLoad } from './service/load.js';
import { benchMemory } from './service/memory.js';
import { silenceLog } from './service/rates.js';
import { benchRows } from './service/rows.js';
import { benchStage } from './service/stage.js';
import { benchStatements } from './service/statements.js';

const server = await startTestPostgres();
const service = await startService(server);
silenceLog();
try {
  const { host, port, user, password } = server;
  const database = service.settings.database.name;
  await benchStatements(service, { host, port, user, password, database });
  await benchMemory(service);
  await benchHttp(server, database);
  await benchLoad();
  await benchRows(server);
  await benchStage();
} finally {
  await service.close();
  await server.stop();
}
