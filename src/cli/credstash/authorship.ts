import { type Clock, systemClock } from '../../clock.js';
import { currentUser } from '../../process.js';

/**
 * Returns the default comment of a version: who wrote it and when, for which the table has no other attribute.
 *
 * @param verb name of the command
 * @example authored('put') // 'sbw put 2026-11-24T14:00:00.000Z ana'
 */
export function authored(verb: string, clock: Clock = systemClock): string {
  return `sbw ${verb} ${clock.now().toISOString()} ${currentUser()}`;
}

export interface Authorship {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly author?: string;
}

/** Reads time and author from a comment of `authored` or of a rotation; undefined for any other. Anyone may write one. */
export function authorshipOf(comment: string | undefined): Authorship | undefined {
  const [, time, who] =
    /^sbw [a-z-]+ (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)(?: (.+))?$/s.exec(comment ?? '') ?? [];
  if (time === undefined) return undefined;
  return { time, ...(who === undefined ? {} : { author: who }) };
}
