import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { freePort, isFree } from '../../../src/emulator/port.js';

describe('isFree', () => {
  it('is false while a server listens, and true after it', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal(await isFree(port), false);
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await isFree(port), true);
    assert.equal(await isFree(port), true);
  });
});

describe('freePort', () => {
  it('is below the ranges for outgoing connections, and free', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    assert.ok(
      ports.every((port) => port >= 20_000 && port < 32_000),
      String(ports),
    );
    assert.ok(new Set(ports).size > 1);
    assert.equal(await isFree(ports[0] ?? 0), true);
  });
});
