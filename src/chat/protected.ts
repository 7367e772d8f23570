import { UsageError } from '../errors.js';
import type { ChatRequest } from './sentence.js';

/** Nobody confirms in chat yet, so that a protected environment is changed by a command alone. */
export function refusalOfProtected(request: Exclude<ChatRequest, { verb: 'help' }>): UsageError {
  const { environment } = request;
  return new UsageError(
    'CONFIRMATION_NEEDED',
    `Environment ${environment} is protected and is not changed from chat. Use the command: ${command(request)} --confirm ${environment}`,
  );
}

function command(request: Exclude<ChatRequest, { verb: 'help' }>): string {
  const { environment } = request;
  switch (request.verb) {
    case 'deploy':
      return `sbw deploy --env ${environment} --ref ${shellWord(request.ref)}`;
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
