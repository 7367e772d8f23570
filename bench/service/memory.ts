import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TestService } from '../../test/integration/service/harness.js';
import { BODY, openHandlers } from './handlers.js';
import { print } from './rates.js';

const SERIES = 4;
const REQUESTS = 5_000;

/**
 * Measures an execution environment's memory after each series of requests, after a garbage collection, to show leaks.
 */
export async function benchMemory(service: TestService): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { post, get } = openHandlers(service);
  print('\n### Memory, one process, a POST and a GET each time\n');
  print('| requests | heap, MB | resident, MB |\n|---:|---:|---:|');
  for (let series = 1; series <= SERIES; series++) {
    for (let request = 0; request < REQUESTS; request += 2) {
      const { id } = JSON.parse((await post({ body: BODY })).body) as { id: string };
      await get({ pathParameters: { id } });
    }
    // The recorded messages belong to the harness, not to the service.
    service.sent.length = 0;
    service.notificationIds.length = 0;
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    const [heap, resident] = [heapUsed, rss].map((bytes) => (bytes / 2 ** 20).toFixed(1));
    print(`| ${(series * REQUESTS).toLocaleString('en-US')} | ${heap} | ${resident} |`);
  }
}
