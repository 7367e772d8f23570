import assert from 'node:assert/strict';
import { readSettings } from '../../../src/service/settings.js';

const variables = {
  ENVIRONMENT: 'live',
  CREDSTASH_TABLE: 'live-credstash',
  DATABASE_HOST: 'db.example',
  DATABASE_PORT: '5432',
  DATABASE_NAME: 'superbowleto',
  DATABASE_USER: 'superbowleto',
  DATABASE_SSL: 'verify-full',
  BOLETOS_TO_REGISTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/q',
  AWS_REGION: 'us-east-1',
};

describe('readSettings', () => {
  it('reads the variables that the infrastructure sets', () => {
    assert.deepEqual(readSettings(variables), {
      environment: 'live',
      credstashTable: 'live-credstash',
      database: {
        host: 'db.example',
        port: 5432,
        name: 'superbowleto',
        user: 'superbowleto',
        ssl: 'verify-full',
      },
      boletosToRegisterQueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/q',
      region: 'us-east-1',
      sqsEndpoint: undefined,
      payerPageUrl: undefined,
      providerUrls: { bradesco: undefined, boletoApi: undefined },
    });
  });

  it("reads the address of the payer's page, and reports one that is invalid", () => {
    const given = (PAYER_PAGE_URL: string) => readSettings({ ...variables, PAYER_PAGE_URL }).payerPageUrl;
    assert.equal(given('https://boletos.example'), 'https://boletos.example');
    assert.throws(() => given('boletos.example'), { message: /lacks PAYER_PAGE_URL \(or holds/ });
  });

  it('reads the URLs of the connected banks', () => {
    const connected = { ...variables, BRADESCO_URL: 'https://bank.example', BOLETO_API_URL: '' };
    assert.deepEqual(readSettings(connected).providerUrls, {
      bradesco: 'https://bank.example',
      boletoApi: undefined,
    });
  });

  it('reports a bank’s URL that is invalid', () => {
    assert.throws(() => readSettings({ ...variables, BOLETO_API_URL: 'gateway' }), {
      code: 'MISSING_SETTING',
      message: /lacks BOLETO_API_URL \(or holds a wrong value there\)/,
    });
  });

  it('prefers the endpoint of SQS to that of all services', () => {
    const both = { ...variables, AWS_ENDPOINT_URL: 'http://a:1', AWS_ENDPOINT_URL_SQS: 'http://b:2' };
    assert.equal(readSettings(both).sqsEndpoint, 'http://b:2');
    assert.equal(readSettings({ ...variables, AWS_ENDPOINT_URL: 'http://a:1' }).sqsEndpoint, 'http://a:1');
  });

  it('reports everything that is missing or wrong at once', () => {
    const wrong = { ...variables, DATABASE_HOST: '', DATABASE_SSL: 'prefer', DATABASE_PORT: 'x' };
    assert.throws(() => readSettings(wrong), {
      code: 'MISSING_SETTING',
      message:
        "The function's environment lacks DATABASE_HOST, DATABASE_PORT, DATABASE_SSL (or holds a wrong value there). The infrastructure sets it.",
    });
  });
});
