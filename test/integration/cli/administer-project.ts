/** Returns a project file with the function `administer`. Lambda is called at the endpoint. */
export function projectFile(endpoint: string): string {
  const environment = (account: string, name: string) => `  ${name}:
    account: "${account}"
    endpoint: ${endpoint}
    credstash: { table: secrets, key: alias/secrets }
    operations_table: operations
    database: { instance: sample, name: sample, user: sample }
`;
  return `service: sample
default_environment: sandbox
build: { type: command, command: make, output: out }
deploy: { type: lambda, s3_bucket: artifacts, region: us-east-1 }
functions:
  administer: { handler: administer.handler, memory: 128, timeout: 30, trigger: none }
environment:
${environment('000000000001', 'sandbox')}${environment('000000000002', 'live')}`;
}
