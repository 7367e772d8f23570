import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TestService } from '../../test/integration/service/harness.js';
import { BODY, openHandlers } from './handlers.js';
import { print } from './rates.js';

const STRETCHES = 8;
const REQUESTS = 5_000;

/** What an environment of execution holds after each stretch of requests, collected: what grows here grows for ever. */
export async function benchMemory(service: TestService): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { post, get } = openHandlers(service);
  print('\n### Memory, one process, a POST and a GET each time\n');
  print('| requests | heap, MB | resident, MB |\n|---:|---:|---:|');
  for (let stretch = 1; stretch <= STRETCHES; stretch++) {
    for (let request = 0; request < REQUESTS; request += 2) {
      const { id } = JSON.parse((await post({ body: BODY })).body) as { id: string };
      await get({ pathParameters: { id } });
    }
    // What the harness records of the queues is not the service's.
    service.sent.length = 0;
    service.notificationIds.length = 0;
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    const [heap, resident] = [heapUsed, rss].map((bytes) => (bytes / 2 ** 20).toFixed(1));
    print(`| ${(stretch * REQUESTS).toLocaleString('en-US')} | ${heap} | ${resident} |`);
  }
}
