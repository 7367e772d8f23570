import * as z from 'zod/mini';
import { issuerDigits, issuerName } from '../issuers/schema.js';
import { requiredText } from '../text.js';

/** The body of POST /configurations. */
export const newConfigurationSchema = z.strictObject({
  external_id: requiredText,
  issuer: issuerName,
  issuer_account: issuerDigits,
  issuer_agency: issuerDigits,
  issuer_wallet: issuerDigits,
});

export type NewConfiguration = z.infer<typeof newConfigurationSchema>;

/** The body of PATCH /configurations/:id. */
export const configurationChangesSchema = z.strictObject({
  issuer: z.optional(issuerName),
  issuer_account: z.optional(issuerDigits),
  issuer_agency: z.optional(issuerDigits),
  issuer_wallet: z.optional(issuerDigits),
});

export type ConfigurationChanges = z.infer<typeof configurationChangesSchema>;
