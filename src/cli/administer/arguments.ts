import { Args } from '@oclif/core';
import { confirmFlag, environmentFlag, fileFlag } from '../base-command.js';

export const tenantArgument = Args.string({ description: "the tenant's id", required: true });

export const boletoArgument = Args.string({ description: "the boleto's id", required: true });

export const readFlags = { env: environmentFlag, file: fileFlag };

export const changeFlags = { ...readFlags, confirm: confirmFlag };

/** The values of `readFlags`. */
export interface ReadFlags {
  readonly env?: string | undefined;
  readonly file: string;
}

/** The values of `changeFlags`. */
export interface ChangeFlags extends ReadFlags {
  readonly confirm?: string | undefined;
}
