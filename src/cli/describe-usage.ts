import { closest } from '../project/index.js';

type Known = Readonly<Record<string, unknown>>;

/** The fields of oclif's errors about flags and arguments. */
interface ParseError extends Error {
  /** Flags that do not exist, as a person typed them. */
  readonly flags?: readonly string[];
  /** Arguments that are too many or missing. */
  readonly args?: readonly unknown[];
  readonly parse?: { readonly input?: { readonly flags?: Known; readonly args?: Known } };
}

/**
 * Returns oclif's message about wrong flags and arguments as one line, with the nearest flag for a mistyped one. It never
 * repeats a value or a surplus argument, which may be a secret.
 *
 * @example describeUsage(error) // 'There is no flag --canry; did you mean --canary? All flags: --help'
 */
export function describeUsage(error: ParseError): string {
  const { flags = [], args = [], parse, message } = error;
  if (flags.length > 0) {
    const known = Object.keys(parse?.input?.flags ?? {}).map((name) => `--${name}`);
    const hints = flags.map((whole) => {
      const typed = whole.replace(/=.*$/s, '');
      const meant = typed.startsWith('--') ? closest(typed, known) : undefined;
      return meant === undefined ? typed : `${typed}; did you mean ${meant}?`;
    });
    return `There is no flag ${ended(hints.join(', nor '))} All flags: --help`;
  }
  if (message.startsWith('Unexpected argument')) {
    const taken = Object.keys(parse?.input?.args ?? {}).map((name) => name.toUpperCase());
    const many = args.length === 1 ? 'One argument is' : `${args.length} arguments are`;
    return `${many} too many: the command takes ${taken.join(' ') || 'none'}. More: --help`;
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
