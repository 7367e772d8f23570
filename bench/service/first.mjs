// Is an execution environment from its start: loads the function in the first argument, then sends it requests one by one,
// and reports the milliseconds of processor time of each phase. ./cold.ts starts it.
const [file, body] = process.argv.slice(2);
const used = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};
let before = process.cpuUsage();
const { handler } = await import(file);
const phases = [used(before)];
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const event = {
  httpMethod: 'POST',
  resource: '/boletos',
  body,
  requestContext: { requestId: 'bench', identity: { apiKeyId: 'key-of-default' } },
};
for (let request = 0; request < 5; request++) {
  before = process.cpuUsage();
  const { statusCode, body: text } = await handler(event, {
    awsRequestId: 'bench',
    getRemainingTimeInMillis: () => 10_000,
  });
  phases.push(used(before));
  if (statusCode !== 201) throw new Error(text);
}
write(`${JSON.stringify(phases)}\n`);
process.exit();
