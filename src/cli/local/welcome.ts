import type { Running } from './bring-up.js';

/** Returns what a newcomer sees once the service runs: the API's URL, its key, and a command to paste. */
export function welcome({ stage, api, ownerQueue }: Running, now: Date): string {
  const body = {
    queue_url: ownerQueue,
    expiration_date: civilDate(now, 30),
    amount: 2000,
    issuer: 'development',
    issuer_account: '9721',
    issuer_agency: '3381',
    issuer_wallet: '26',
    payer_name: 'Maria da Silva',
    payer_document_type: 'cpf',
    payer_document_number: '98154524872',
  };
  return [
    '',
    'superbowleto runs on this machine.',
    '',
    `  API           ${api.url}`,
    `  API key       ${api.key}   (tenant ${api.tenant})`,
    `                ${api.second.key}   (tenant ${api.second.tenant})`,
    `  AWS endpoint  ${stage.endpoint}   (eval "$(npx sbw local env)" leads aws and any SDK there)`,
    '',
    'Create a boleto:',
    '',
    `curl -sS -X POST '${api.url}/boletos' -H 'x-api-key: ${api.key}' -H 'content-type: application/json' -d '${JSON.stringify(body)}'`,
    '',
  ].join('\n');
}

function civilDate(now: Date, daysAhead: number): string {
  return new Date(now.getTime() + daysAhead * 86_400_000).toISOString().slice(0, 10);
}
