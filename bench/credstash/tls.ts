import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';

export interface TlsFront {
  readonly endpoint: string;
  /** Path of the certificate, for NODE_EXTRA_CA_CERTS. */
  readonly certificate: string;
  close(): void;
}

/** Serves an HTTP endpoint over TLS, as AWS does. Makes the certificate with `openssl`, which must be installed. */
export async function serveTls(endpoint: string, folder: string): Promise<TlsFront> {
  const [key, certificate] = [join(folder, 'tls-key.pem'), join(folder, 'tls-certificate.pem')];
  const subject = ['-subj', '/CN=bench', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
  const files = ['-keyout', key, '-out', certificate];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  execFileSync('openssl', ['req', '-x509', '-nodes', ...curve, ...files, ...subject], { stdio: 'ignore' });
  const port = Number(new URL(endpoint).port);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (secure) => {
    const plain = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [secure, plain],
      [plain, secure],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificate,
    close: () => server.close(),
  };
}
