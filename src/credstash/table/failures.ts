import { type CredstashError, type ErrorSubject, StoreUnavailable, Throttled } from '../errors.js';
import { describe, isThrottling, type Translate } from '../requests.js';

/** Returns a function that turns an error of the DynamoDB client into a CredstashError about `table`. */
export function translateDynamoDb(table: string): Translate {
  return (error: unknown, subject: ErrorSubject): CredstashError => {
    const about = { ...subject, cause: error };
    if (isThrottling(error)) return new Throttled('DynamoDB', about);
    if (error instanceof Error && error.name === 'ResourceNotFoundException') {
      return new StoreUnavailable(`there is no table "${table}" in this account and region.`, about);
    }
    return new StoreUnavailable(`${describe(error)} (table ${table})`, about);
  };
}
