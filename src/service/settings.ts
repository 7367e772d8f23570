import { SuperbowletoError } from '../errors.js';

/** The functions' environment variables, which the infrastructure sets. None of them is a secret. */
export interface Settings {
  readonly environment: string;
  readonly credstashTable: string;
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly name: string;
    readonly user: string;
    /** `verify-full`: encrypted, with certificate and host name verified. */
    readonly ssl: 'verify-full' | 'disable';
  };
  readonly boletosToRegisterQueueUrl: string;
  /** AWS_REGION, which Lambda sets. */
  readonly region: string;
  /** URL of an SQS that is not AWS's, from the variables that every AWS SDK reads. */
  readonly sqsEndpoint: string | undefined;
  /** Base URL of the payer's pages, from PAYER_PAGE_URL. Undefined: boletos have no page. */
  readonly payerPageUrl: string | undefined;
  /** Base URLs of the banks' services. Undefined where this environment is not connected to one. */
  readonly providerUrls: { readonly bradesco: string | undefined; readonly boletoApi: string | undefined };
}

/**
 * Reads all settings.
 *
 * @throws SuperbowletoError MISSING_SETTING that names every variable that is missing or wrong
 */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const missing: string[] = [];
  const read = (name: string, isRight: (text: string) => boolean = Boolean): string => {
    const text = variables[name] ?? '';
    if (!isRight(text)) missing.push(name);
    return text;
  };
  const readOptionalUrl = (name: string): string | undefined =>
    variables[name] ? read(name, URL.canParse) : undefined;
  const settings: Settings = {
    environment: read('ENVIRONMENT'),
    credstashTable: read('CREDSTASH_TABLE'),
    database: {
      host: read('DATABASE_HOST'),
      port: Number(read('DATABASE_PORT', (text) => /^[0-9]{1,5}$/.test(text))),
      name: read('DATABASE_NAME'),
      user: read('DATABASE_USER'),
      ssl:
        read('DATABASE_SSL', (text) => ['verify-full', 'disable'].includes(text)) === 'disable'
          ? 'disable'
          : 'verify-full',
    },
    boletosToRegisterQueueUrl: read('BOLETOS_TO_REGISTER_QUEUE_URL', URL.canParse),
    region: read('AWS_REGION'),
    sqsEndpoint: variables.AWS_ENDPOINT_URL_SQS || variables.AWS_ENDPOINT_URL || undefined,
    payerPageUrl: readOptionalUrl('PAYER_PAGE_URL'),
    providerUrls: {
      bradesco: readOptionalUrl('BRADESCO_URL'),
      boletoApi: readOptionalUrl('BOLETO_API_URL'),
    },
  };
  if (missing.length === 0) return settings;
  throw new SuperbowletoError(
    'MISSING_SETTING',
    `The function's environment lacks ${missing.join(', ')} (or holds a wrong value there). The infrastructure sets it.`,
  );
}
