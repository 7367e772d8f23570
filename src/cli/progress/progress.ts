import type { Report } from '../../report.js';

/** Shows a command's progress. Never on standard output, which is for the answer. */
export interface Progress {
  readonly report: Report;
  /** Shows the outcome, where people would not see it otherwise. */
  notice(text: string): void;
  /** Shows the error of a failure. Returns false when it shows none: the command then prints the error as usual. */
  error(text: string): boolean;
  /** Restores the terminal. A second call does nothing. */
  close(): void;
}

/** The part of standard error that progress uses. */
export interface ProgressStream {
  write(text: string): unknown;
}

/** Returns milliseconds since any fixed time. */
export type Now = () => number;

/** @example duration(83_400) // '1 m 23 s' */
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
}
