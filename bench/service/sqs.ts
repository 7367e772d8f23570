// Answers SendMessage as SQS does, so that the SDK's own work is counted with a POST. ./server.ts starts it.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { MessageBody } = JSON.parse(text) as { MessageBody: string };
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  const body = JSON.stringify({ MD5OfMessageBody, MessageId: '5fea7756-0ea4-451a-a703-a558b933e274' });
  response
    .writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length })
    .end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
