import { UsageError } from '../errors.js';
import type { ChatRequest } from './sentence.js';

type Change = Exclude<ChatRequest, { verb: 'help' | 'status' | 'releases' }>;

/** Whether a sentence changes something; the others may be said of protected environments too. */
export function isChange(request: Exclude<ChatRequest, { verb: 'help' }>): request is Change {
  return request.verb !== 'status' && request.verb !== 'releases';
}

/** Nobody confirms in chat yet, so that a protected environment is changed by a command alone. */
export function refusalOfProtected(request: Change): UsageError {
  const { environment } = request;
  return new UsageError(
    'CONFIRMATION_NEEDED',
    `Environment ${environment} is protected and is not changed from chat. Use the command: ${command(request)} --confirm ${environment}`,
  );
}

function command(request: Change): string {
  const { environment } = request;
  switch (request.verb) {
    case 'deploy':
      return `sbw deploy --env ${environment} --ref ${shellWord(request.ref)}`;
    case 'rollback':
      return `sbw rollback --env ${environment}${request.to ? ` --to ${shellWord(request.to)}` : ''}`;
    case 'migrate':
      return `sbw migrate up --env ${environment}`;
    case 'rotate-password':
      return `sbw rotate-password ${environment}`;
  }
}

/** The answer is made to be pasted into a shell, and anybody in the chat room chose the ref. */
function shellWord(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
