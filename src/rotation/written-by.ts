/**
 * Returns the comment that a rotation stores with a password.
 *
 * @example rotationComment(new Date(0), 'ana') // 'sbw rotate 1970-01-01T00:00:00.000Z ana'
 */
export function rotationComment(at: Date, who: string | undefined): string {
  return `sbw rotate ${at.toISOString()}${who ? ` ${who}` : ''}`;
}

/**
 * Reads when and by whom a password was set out of the comment that `rotationComment` returned.
 *
 * @returns `since` in ISO 8601; an empty object for any other comment
 * @example writtenBy('sbw rotate 2026-11-24T12:00:00.000Z ana') // { since: '2026-11-24T12:00:00.000Z', who: 'ana' }
 */
export function writtenBy(comment: string): { since?: string; who?: string } {
  const [, since, who] = /^sbw rotate (\S+)(?: (.+))?$/.exec(comment) ?? [];
  if (since === undefined || Number.isNaN(Date.parse(since))) return {};
  return who === undefined ? { since } : { since, who };
}
