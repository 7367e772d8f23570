import { SuperbowletoError } from '../errors.js';

/** What the infrastructure sets as the functions' environment variables; no secret is among them. */
export interface Settings {
  readonly environment: string;
  readonly credstashTable: string;
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly name: string;
    readonly user: string;
    /** `verify-full`: encrypted, certificate and host name verified. */
    readonly ssl: 'verify-full' | 'disable';
  };
  readonly boletosToRegisterQueueUrl: string;
  /** Lambda's own. */
  readonly region: string;
  /** Where SQS answers when that is not AWS itself: the variables that every AWS SDK reads. */
  readonly sqsEndpoint: string | undefined;
  /** Where the banks' services are; an environment is connected to those that it has the address of. */
  readonly providerUrls: { readonly bradesco: string | undefined; readonly boletoApi: string | undefined };
}

/**
 * Reads the settings, all of them at once.
 *
 * @throws SuperbowletoError MISSING_SETTING that names each variable that is missing or wrong.
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
