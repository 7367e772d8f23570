import { SuperbowletoError } from '../../errors.js';
import type { Secrets } from '../database/credentials.js';

/** What a provider identifies itself with, out of credstash. */
export interface ProviderCredentials<Credentials> {
  /** Those that were read last; callers at the same time share one read, and a failed read is not remembered. */
  current(): Promise<Credentials>;
  /**
   * To be called when the bank refused `refused`: those that credstash holds now. The same object as `refused` means
   * that there are no others.
   */
  renewed(refused: Credentials): Promise<Credentials>;
}

export interface ProviderCredentialsOptions<Credentials> {
  /** Name of the secret: `live/providers/bradesco`. */
  readonly name: string;
  /** Opened at the first read, so that a function that calls no bank loads no AWS client for it. */
  readonly secrets: () => Promise<Pick<Secrets, 'read'>>;
  /** What the secret's JSON holds; undefined where it lacks something. */
  readonly parse: (value: unknown) => Credentials | undefined;
  /** What the secret has to look like, for the error: `{"user": …, "password": …}`. */
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

/** Undefined where it is none: an error of JSON.parse quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
