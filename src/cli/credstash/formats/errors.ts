import { UsageError } from '../../../errors.js';

/** A format cannot carry this value to its reader unaltered. Nothing of it was written. */
export class NotRepresentable extends UsageError {
  constructor(name: string, reason: string) {
    super('NOT_REPRESENTABLE', `${name}: ${reason} Use json, which carries every text.`);
  }
}

/** A file is not what its format asks for. The message names the line or the secret, never a value. */
export class Unreadable extends UsageError {
  constructor(format: string, reason: string) {
    super('FORMAT_UNREADABLE', `This is not the ${format} that sbw reads: ${reason}`);
  }
}
