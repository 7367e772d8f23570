import type { Report } from '../../report.js';

/** Where a command's progress is shown. Never on standard output, which is the answer's. */
export interface Progress {
  readonly report: Report;
  /** What the whole came to; shown where it would not be seen otherwise. */
  notice(text: string): void;
  /** Likewise, when it failed. False where nothing was shown: an error is then written as any other. */
  error(text: string): boolean;
  /** Leaves the terminal as it was found. Calling it twice is harmless. */
  close(): void;
}

/** Standard error, as far as it is needed. */
export interface ProgressStream {
  write(text: string): unknown;
}

/** @param now milliseconds, of any beginning */
export type Now = () => number;

/** @example duration(83_400) // '1 m 23 s' */
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
}
