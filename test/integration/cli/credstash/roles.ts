import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Serves AssumeRole of STS on a port of its own. Every role gets the given keys; a role named `denied` is refused. */
export async function startRoles(keys: { readonly accessKeyId: string; readonly secretAccessKey: string }) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const role = new URLSearchParams(await text(request)).get('RoleArn') ?? '';
    asked.push(role);
    const denied = role.endsWith('/denied');
    response.writeHead(denied ? 403 : 200, { 'content-type': 'text/xml' });
    response.end(
      denied
        ? '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not for you</Message></Error></ErrorResponse>'
        : `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId>` +
            `<SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>session</SessionToken>` +
            `<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials>` +
            '</AssumeRoleResult></AssumeRoleResponse>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
