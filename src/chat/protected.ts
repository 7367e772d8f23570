import { UsageError } from '../errors.js';
import type { Change } from './room.js';

/** Where one person is alone, nobody else confirms, and a protected environment is changed by a command. */
export function refusalOfProtected(request: Change, environment: string): UsageError {
  return new UsageError(
    'CONFIRMATION_NEEDED',
    `Environment ${environment} is protected, and here is no second person to confirm. Use the command: ${command(request, environment)} --confirm ${environment}`,
  );
}

function command(request: Change, environment: string): string {
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

/** The answer is made to be pasted into a shell, and anybody in the chat room chose the ref. */
function shellWord(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
