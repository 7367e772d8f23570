import { UsageError } from '../errors.js';
import type { ChangeRequest } from './sentence.js';

/**
 * Returns the refusal of a change to a protected environment, with the command to use instead. The operator is alone
 * here, so nobody else can confirm.
 */
export function protectedRefusal(request: ChangeRequest, environment: string): UsageError {
  return new UsageError(
    'CONFIRMATION_NEEDED',
    `Environment ${environment} is protected, and here is no second person to confirm. Use the command: ${command(request, environment)} --confirm ${environment}`,
  );
}

function command(request: ChangeRequest, environment: string): string {
  switch (request.verb) {
    case 'deploy':
      return `sbw deploy --env ${environment} --ref ${shellWord(request.ref)}${request.migrate ? ' --migrate' : ''}`;
    case 'rollback':
      return `sbw rollback --env ${environment}${request.to ? ` --to ${shellWord(request.to)}` : ''}`;
    case 'migrate':
      return `sbw migrate up --env ${environment}`;
    case 'rotate-password':
      return `sbw rotate-password ${environment}`;
  }
}

/** Quotes a word for a shell: people paste the command, and anybody in the chat chose the ref. */
function shellWord(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
