/** The secret or table that an error is about. An error never contains a value. */
export interface ErrorSubject {
  /** Name of the secret; undefined when the error is about the whole table. */
  readonly secret?: string | undefined;
  readonly version?: string | undefined;
  /** KMS key that should generate a data key; undefined when reading, because the wrapped key names its KMS key. */
  readonly key?: string | undefined;
  readonly cause?: unknown;
}

/** Base class of every error of credstash. `code` is stable; messages may change. */
export class CredstashError extends Error {
  readonly code: string;
  readonly secret: string | undefined;
  readonly version: string | undefined;

  constructor(code: string, message: string, { secret, version, cause }: ErrorSubject = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.secret = secret;
    this.version = version;
  }
}

/** The secret, or this version of it, does not exist. Code SECRET_NOT_FOUND. */
export class SecretNotFound extends CredstashError {
  constructor(subject: ErrorSubject) {
    const version = subject.version === undefined ? '' : ` version ${subject.version}`;
    super('SECRET_NOT_FOUND', `There is no secret "${subject.secret}"${version} in the table.`, subject);
  }
}

/** The secret already has this version; nothing was written. Code VERSION_EXISTS. */
export class VersionExists extends CredstashError {
  constructor(subject: ErrorSubject) {
    super(
      'VERSION_EXISTS',
      `"${subject.secret}" already has a version ${subject.version}. Leave the version out to get the next one.`,
      subject,
    );
  }
}

/** The version would never be read as the latest; nothing was written. Code VERSION_BELOW_LATEST. */
export class VersionBelowLatest extends CredstashError {
  /** As stored. */
  readonly latest: string;

  constructor(latest: string, subject: ErrorSubject) {
    super(
      'VERSION_BELOW_LATEST',
      `Version ${subject.version} of "${subject.secret}" would sort below its latest, ${latest}, and never be read as the latest. Leave the version out to get the next one, or force it.`,
      subject,
    );
    this.latest = latest;
  }
}

/** The row is not what its writer sealed: altered, cut short, or in another format. Code INTEGRITY_ERROR. */
export class IntegrityError extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super(
      'INTEGRITY_ERROR',
      `The row of "${subject.secret}" version ${subject.version} cannot be trusted: ${detail}.`,
      subject,
    );
  }
}

/** KMS refuses to decrypt the data key of the row. Code CONTEXT_MISMATCH. */
export class ContextMismatch extends CredstashError {
  constructor(subject: ErrorSubject) {
    super(
      'CONTEXT_MISMATCH',
      `KMS does not open "${subject.secret}" version ${subject.version}: it was stored with another encryption context, or its key attribute was altered.`,
      subject,
    );
  }
}

/** KMS cannot be used: unreachable, denied, or the key is missing or disabled. Code KMS_UNAVAILABLE. */
export class KmsUnavailable extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super('KMS_UNAVAILABLE', `KMS cannot be used: ${detail}`, subject);
  }
}

/** The table cannot be used: unreachable, denied, or missing. Code STORE_UNAVAILABLE. */
export class StoreUnavailable extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super('STORE_UNAVAILABLE', `The credstash table cannot be used: ${detail}`, subject);
  }
}

/** AWS throttled the request and every retry of it. Code THROTTLED. */
export class Throttled extends CredstashError {
  constructor(service: 'KMS' | 'DynamoDB', subject: ErrorSubject) {
    super(
      'THROTTLED',
      `${service} throttles the requests; every retry was refused. Try again later.`,
      subject,
    );
  }
}

/** The table cannot have this name as a key. Code INVALID_NAME. */
export class InvalidName extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super('INVALID_NAME', `A secret's name must ${detail}.`, subject);
  }
}

/** The version cannot be written, or has no next version. Code INVALID_VERSION. */
export class InvalidVersion extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super('INVALID_VERSION', detail, subject);
  }
}

/** The value cannot be stored. Code INVALID_VALUE. */
export class InvalidValue extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super('INVALID_VALUE', `The value of "${subject.secret}" ${detail}.`, subject);
  }
}

/** Not every reader of the format knows the digest. Code INVALID_DIGEST. */
export class InvalidDigest extends CredstashError {
  constructor(digest: string, known: readonly string[], subject: ErrorSubject) {
    super(
      'INVALID_DIGEST',
      `"${digest}" is not a digest of credstash. It is one of ${known.join(', ')}.`,
      subject,
    );
  }
}
