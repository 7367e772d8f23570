// Measures the service's functions, each together with its peer in one run. Prints Markdown for docs/performance.md.
// Run: node --import tsx bench/service.ts [http wallets cold memory load rows stage]
import { startService } from '../test/integration/service/harness.js';
import { benchCold } from './service/cold.js';
import { benchHttp } from './service/http.js';
import { benchLoad } from './service/load.js';
import { benchMemory } from './service/memory.js';
import { startBenchPostgres } from './service/postgres.js';
import { silenceLog } from './service/rates.js';
import { benchRows } from './service/rows.js';
import { benchStage } from './service/stage.js';
import { benchWallets } from './service/wallets.js';

const server = await startBenchPostgres();
const service = await startService(server);
silenceLog();
const parts: Readonly<Record<string, () => Promise<void>>> = {
  http: () => benchHttp(server, service),
  wallets: () => benchWallets(server, service),
  cold: () => benchCold(service),
  memory: () => benchMemory(service),
  load: () => benchLoad(),
  rows: () => benchRows(server),
  stage: () => benchStage(),
};
const chosen = process.argv.slice(2);
try {
  for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) {
    const part = parts[name];
    if (!part) throw new Error(`There is no part ${name}: ${Object.keys(parts).join(', ')}`);
    await part();
  }
} finally {
  await service.close();
  await server.stop();
}
