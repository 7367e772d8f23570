import * as z from 'zod/mini';
import { requiredText } from '../text.js';
import { ISSUERS, type Issuer } from './issuers.js';

export const issuerName = z.enum(Object.keys(ISSUERS) as [Issuer, ...Issuer[]]);

/** A number that the bank assigned, with its leading zeros. codes.ts knows how many digits each bank allows. */
export const issuerDigits = requiredText;
