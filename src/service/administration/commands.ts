import * as z from 'zod/mini';
import type {
  AdministrationAnswers,
  AdministrationCommand,
  AdministrationRequests,
} from '../../administration/index.js';
import { isValidCnpj, isValidCpf } from '../../boleto/index.js';
import { stateErrors } from '../api/address-rules.js';
import { issuerRule } from '../api/configurations.js';
import type { Rule } from '../api/validate.js';
import { address, bankAccount, checkDigit } from '../boletos/schema.js';
import { isBoletoId } from '../id.js';
import { digitErrorsOf, WALLET_NAMES } from '../issuers/check-digits.js';
import { fieldErrorsOf } from '../issuers/codes.js';
import { isIssuer } from '../issuers/issuers.js';
import type { Deadline } from '../lambda.js';
import type { Service } from '../service.js';
import { newConfigurationSchema } from '../tenants/schema.js';
import { requiredText } from '../text.js';

export interface CommandContext {
  readonly service: Service;
  readonly deadline: Deadline;
}

export type CommandsOf<Command extends AdministrationCommand> = {
  readonly [Name in Command]: (
    request: AdministrationRequests[Name],
    context: CommandContext,
  ) => Promise<AdministrationAnswers[Name]>;
};

export type Commands = CommandsOf<AdministrationCommand>;

/** The check of the table `tenants`. */
const tenant = z
  .string()
  .check(
    z.regex(
      /^[a-z][a-z0-9-]{0,62}$/,
      'must be 1 to 63 of a-z, 0-9 and the hyphen, and begin with a letter, as in "loja-sul"',
    ),
  );
/** API Gateway's ids are ten letters and digits today, but AWS does not promise that. */
const apiKeyId = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9_-]{1,128}$/,
      'must be the id of an API key, as API Gateway shows it, and never its value',
    ),
  );
const allowedQueues = z.nullable(
  z.array(requiredText).check(z.minLength(1, 'must name a queue, or be null')),
);
const boletoId = z.string().check(z.refine(isBoletoId, 'must be the id of a boleto, as in "bol_c7k0…"'));

/** Twenty years. */
const MAX_RETENTION_DAYS = 7_305;

const document = z
  .string()
  .check(z.refine((text) => isValidCpf(text) || isValidCnpj(text), 'must be a valid CPF or CNPJ'));

const ofTenant = z.strictObject({ tenant });
const tenantSettings = z.strictObject({
  tenant,
  allowed_queues: z.optional(allowedQueues),
  notify: z.optional(z.enum(['always', 'later'])),
  payer_retention_days: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_RETENTION_DAYS))),
});
const tenantWithKey = z.strictObject({ tenant, api_key_id: apiKeyId });
const ofWallet = z.extend(z.omit(newConfigurationSchema, { external_id: true }), { tenant });
const ofBoleto = z.strictObject({ id: boletoId });
const nullable = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));
const beneficiary = {
  beneficiary_name: nullable(requiredText),
  beneficiary_document_number: nullable(document),
  beneficiary_address: nullable(address),
  agency_digit: nullable(checkDigit),
  account_digit: nullable(checkDigit),
  bank_account: nullable(bankAccount),
};

/** Checks the next number by the limit of the issuer's bank. */
function nextTitleIdRule({ issuer, next_title_id }: Readonly<Record<string, unknown>>) {
  if (typeof issuer !== 'string' || !isIssuer(issuer)) return [];
  const errors = fieldErrorsOf(issuer, { title_id: next_title_id });
  return errors.map(({ message }) => ({ field: 'next_title_id', message }));
}

/** What a bank would refuse in each boleto of the wallet. */
const beneficiaryRule: Rule = (fields) => [
  ...digitErrorsOf(fields, WALLET_NAMES),
  ...stateErrors('beneficiary_address', fields.beneficiary_address),
];

interface Checks<Request> {
  readonly schema: z.ZodMiniType<Request>;
  readonly rules?: readonly Rule[];
}

/** The schema of each command's event, without `command`. */
export const commandSchemas: {
  readonly [Name in AdministrationCommand]: Checks<AdministrationRequests[Name]>;
} = {
  'tenant.list': { schema: z.strictObject({}) },
  'tenant.show': { schema: ofTenant },
  'tenant.create': { schema: tenantSettings },
  'tenant.update': { schema: tenantSettings },
  'tenant.add-key': { schema: tenantWithKey },
  'tenant.remove-key': { schema: tenantWithKey },
  'wallet.list': { schema: z.strictObject({ tenant: z.optional(tenant) }) },
  'wallet.add': {
    schema: z.extend(ofWallet, { ...beneficiary, next_title_id: z.optional(z.number()) }),
    rules: [issuerRule, nextTitleIdRule, beneficiaryRule],
  },
  'wallet.update': { schema: z.extend(ofWallet, beneficiary), rules: [issuerRule, beneficiaryRule] },
  'wallet.remove': { schema: ofWallet, rules: [issuerRule] },
  'configuration.list': { schema: ofTenant },
  'configuration.put': { schema: z.extend(newConfigurationSchema, { tenant }), rules: [issuerRule] },
  'payer.find': { schema: z.strictObject({ tenant, document, after: z.optional(boletoId) }) },
  'payer.erase': { schema: z.strictObject({ tenant, document, boletos: z.array(boletoId) }) },
  'boleto.link': { schema: ofBoleto },
  'boleto.show': { schema: ofBoleto },
  'boleto.retry': { schema: ofBoleto },
  'boleto.notify': { schema: ofBoleto },
};
