import type { ChangeRequest } from './sentence.js';

/** Returns a request as words that follow "to". @example describeChange(request, 'live') // 'deploy superbowleto/master to live' */
export function describeChange(request: ChangeRequest, environment: string): string {
  switch (request.verb) {
    case 'deploy':
      return `deploy ${request.service}/${request.ref} to ${environment}${request.migrate ? ' and migrate' : ''}`;
    case 'rollback':
      return `rollback ${environment}${request.to ? ` to ${request.to}` : ''}`;
    case 'migrate':
      return `migrate ${environment}`;
    case 'rotate-password':
      return `rotate the password of ${environment}`;
  }
}

/** @example describeDuration(72_400) // '1 min 12 s' */
export function describeDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
