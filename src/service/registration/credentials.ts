import { SuperbowletoError } from '../../errors.js';
import type { Secrets } from '../database/credentials.js';

/** A provider's credentials in credstash. */
export interface ProviderCredentials<Credentials> {
  /**
   * Returns the credentials that were read last. Concurrent callers share one read. A failed read is not remembered.
   */
  current(): Promise<Credentials>;
  /**
   * Reads the credentials again after the bank refused `refused`. Returns the same object as `refused` if credstash
   * holds no others.
   */
  renewed(refused: Credentials): Promise<Credentials>;
}

export interface ProviderCredentialsOptions<Credentials> {
  /** Name of the secret: `live/providers/bradesco`. */
  readonly name: string;
  /** Opened at the first read, so that a function that calls no bank loads no AWS client. */
  readonly secrets: () => Promise<Pick<Secrets, 'read'>>;
  /** Reads the secret's JSON. Returns undefined if a part is missing. */
  readonly parse: (value: unknown) => Credentials | undefined;
  /** The form of the secret, for the error message: `{"user": …, "password": …}`. */
  readonly form: string;
}

export function createProviderCredentials<Credentials>(
  options: ProviderCredentialsOptions<Credentials>,
): ProviderCredentials<Credentials> {
  let known: { readonly text: string; readonly credentials: Credentials } | undefined;
  let reading: Promise<Credentials> | undefined;

  async function read(): Promise<Credentials> {
    const secrets = await options.secrets();
    const { value } = await secrets.read(options.name);
    if (known?.text !== value) known = { text: value, credentials: parsed(value, options) };
    return known.credentials;
  }

  function readOnce(): Promise<Credentials> {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  return {
    current: async () => known?.credentials ?? (await readOnce()),
    async renewed(refused) {
      if (known && known.credentials !== refused) return known.credentials;
      return await readOnce();
    },
  };
}

function parsed<Credentials>(
  text: string,
  { name, parse, form }: ProviderCredentialsOptions<Credentials>,
): Credentials {
  const credentials = parse(parseJson(text));
  if (credentials !== undefined) return credentials;
  throw new SuperbowletoError(
    'PROVIDER_CREDENTIALS',
    `The secret ${name} is not of the form ${form}. Put it right: sbw credstash put ${name}`,
  );
}

/** Returns undefined if the text is not JSON: an error of JSON.parse would quote the secret. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
