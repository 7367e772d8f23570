import { closest } from '../project/index.js';

/** What oclif's errors of flags and arguments carry beside their message. */
interface ParseError extends Error {
  /** The flags that there are not, as they were typed. */
  readonly flags?: readonly string[];
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } };
}

/**
 * oclif's words on wrong flags and arguments, of several lines, in one; a mistyped flag gets the nearest one beside it.
 *
 * @example describeUsage(error) // 'There is no flag --canry; did you mean --canary? All flags: --help'
 */
export function describeUsage(error: ParseError): string {
  const { flags = [], parse, message } = error;
  if (flags.length > 0) {
    const known = Object.keys(parse?.input?.flags ?? {}).map((name) => `--${name}`);
    const hints = flags.map((typed) => {
      const meant = typed.startsWith('--') ? closest(typed, known) : undefined;
      return meant === undefined ? typed : `${typed}; did you mean ${meant}?`;
    });
    return `There is no flag ${ended(hints.join(', nor '))} All flags: --help`;
  }
  const text = message
    .replace(/^The following errors? occurred:\s*/, '')
    .replace(/^Parsing (--?\S+)\s+/, '$1: ')
    .replace(/\s*See more help with --help$/, '')
    .replace(/:\n\s*/, ': ')
    .replace(/\s*\n\s*/g, '; ');
  return text === message ? message : `${ended(text)} More: --help`;
}

function ended(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}
