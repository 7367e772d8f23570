/** Of the comment that a rotation writes: `sbw rotate 2026-11-24T12:00:00.000Z ana`. */
export function writtenBy(comment: string): { since?: string; who?: string } {
  const [, since, who] = /^sbw rotate (\S+)(?: (.+))?$/.exec(comment) ?? [];
  if (since === undefined || Number.isNaN(Date.parse(since))) return {};
  return who === undefined ? { since } : { since, who };
}
