import { plainDocument } from '../../../boleto/index.js';
import { SuperbowletoError } from '../../../errors.js';
import type { Issuer } from '../../issuers/issuers.js';
import { objectIn, textIn } from '../bank-call.js';

/** Our credentials at one bank, which the gateway passes on. */
export interface BankAccess {
  readonly username?: string;
  readonly password?: string;
  /** A key at Itaú, the account at Stone. */
  readonly accessKey?: string;
  /** Banco do Brasil's variação da carteira, 1 or more. */
  readonly walletVariation?: number;
  /** The beneficiary of the agreement at Caixa, if it issues for others: the boleto's company is then the guarantor. */
  readonly recipient?: Recipient;
}

export interface Recipient {
  readonly name: string;
  /** CPF or CNPJ without punctuation. */
  readonly document: string;
}

export interface BoletoApiCredentials {
  readonly user: string;
  readonly password: string;
  /** By issuer. */
  readonly banks: Readonly<Record<string, BankAccess>>;
}

export const BOLETO_API_SECRET_FORM =
  '{"user": "…", "password": "…", "banks": {"boleto-api-itau": {"username": "…", "password": "…", "access_key": "…"}}}';

/** The credentials that the gateway requires before it asks the bank. */
const REQUIRED: Readonly<Partial<Record<Issuer, readonly (keyof BankAccess)[]>>> = {
  'boleto-api-bradesco-shopfacil': ['username', 'password'],
  'boleto-api-itau': ['username', 'password', 'accessKey'],
  'boleto-api-banco-do-brasil': ['username', 'password', 'walletVariation'],
  'boleto-api-santander': ['username'],
  'boleto-api-stone': ['accessKey'],
};
const NAMES: Readonly<Record<keyof BankAccess, string>> = {
  recipient: 'recipient',
  username: 'username',
  password: 'password',
  accessKey: 'access_key',
  walletVariation: 'wallet_variation',
};

/**
 * Reads a secret of the form BOLETO_API_SECRET_FORM. `banks`, and each bank in it, may be missing.
 *
 * @returns undefined for any other value
 */
export function parseBoletoApiCredentials(value: unknown): BoletoApiCredentials | undefined {
  const given = objectIn(value);
  const user = textIn(given?.user);
  const password = textIn(given?.password);
  if (!user || !password) return undefined;
  const banks = Object.entries(objectIn(given?.banks) ?? {});
  return {
    user,
    password,
    banks: Object.fromEntries(banks.map(([issuer, access]) => [issuer, bankAccess(objectIn(access) ?? {})])),
  };
}

/**
 * Returns the credentials for an issuer's bank.
 *
 * @throws SuperbowletoError PROVIDER_CREDENTIALS that names what the secret lacks. The gateway would refuse the boleto
 * instead, although nothing is wrong with the boleto.
 */
export function accessOf({ banks }: BoletoApiCredentials, issuer: Issuer): BankAccess {
  const access = banks[issuer] ?? {};
  const missing = (REQUIRED[issuer] ?? []).filter((name) => access[name] === undefined);
  if (missing.length === 0) return access;
  const names = missing.map((name) => `banks.${issuer}.${NAMES[name]}`).join(', ');
  throw new SuperbowletoError('PROVIDER_CREDENTIALS', `The secret of boleto-api lacks ${names}.`);
}

function bankAccess(given: Readonly<Record<string, unknown>>): BankAccess {
  const username = textIn(given.username);
  const password = textIn(given.password);
  const accessKey = textIn(given.access_key);
  const walletVariation = Number.isSafeInteger(given.wallet_variation)
    ? Number(given.wallet_variation)
    : undefined;
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(accessKey === undefined ? {} : { accessKey }),
    ...(walletVariation === undefined ? {} : { walletVariation }),
    ...recipientIn(objectIn(given.recipient)),
  };
}

function recipientIn(given: Readonly<Record<string, unknown>> | undefined): Pick<BankAccess, 'recipient'> {
  const name = textIn(given?.name);
  const document = textIn(given?.document);
  return name && document ? { recipient: { name, document: plainDocument(document) } } : {};
}
