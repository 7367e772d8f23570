import { UsageError } from '../../../errors.js';

/** The format cannot carry this value unaltered. Nothing was written. */
export class NotRepresentable extends UsageError {
  constructor(name: string, reason: string) {
    super('NOT_REPRESENTABLE', `${name}: ${reason} Use json, which carries every text.`);
  }
}

/** The file is not valid in its format. The message names the line or the secret, never a value. */
export class Unreadable extends UsageError {
  constructor(format: string, reason: string) {
    super('FORMAT_UNREADABLE', `This is not the ${format} that sbw reads: ${reason}`);
  }
}
