/** What an error is about. A value never appears in one. */
export interface ErrorSubject {
  /** Name of the secret; undefined where the whole table is meant. */
  readonly secret?: string | undefined;
  readonly version?: string | undefined;
  /** KMS key that was asked for a data key; undefined when reading, where the wrapped key tells. */
  readonly key?: string | undefined;
  readonly cause?: unknown;
}

/** Base of every error of this room. `code` is stable; messages may change. */
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

/** No such name, or no such version of it. Code SECRET_NOT_FOUND. */
export class SecretNotFound extends CredstashError {
  constructor(subject: ErrorSubject) {
    const version = subject.version === undefined ? '' : ` version ${subject.version}`;
    super('SECRET_NOT_FOUND', `There is no secret "${subject.secret}"${version} in the table.`, subject);
  }
}

/** That version of that name is taken; nothing was written. Code VERSION_EXISTS. */
export class VersionExists extends CredstashError {
  constructor(subject: ErrorSubject) {
    super(
      'VERSION_EXISTS',
      `"${subject.secret}" already has a version ${subject.version}. Leave the version out to get the next one.`,
      subject,
    );
  }
}

/** That version would never be read as the latest; nothing was written. Code VERSION_BELOW_LATEST. */
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

/** The row is not what its writer sealed: altered, cut, or written in another format. Code INTEGRITY_ERROR. */
export class IntegrityError extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super(
      'INTEGRITY_ERROR',
      `The row of "${subject.secret}" version ${subject.version} cannot be trusted: ${detail}.`,
      subject,
    );
  }
}

/** KMS refuses to open the row's data key. Code CONTEXT_MISMATCH. */
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

/** AWS asks to slow down, and did so for every retry of the SDK client. Code THROTTLED. */
export class Throttled extends CredstashError {
  constructor(service: 'KMS' | 'DynamoDB', subject: ErrorSubject) {
    super(
      'THROTTLED',
      `${service} throttles the requests; every retry was refused. Try again later.`,
      subject,
    );
  }
}

/** The name cannot be a key of the table. Code INVALID_NAME. */
export class InvalidName extends CredstashError {
  constructor(detail: string, subject: ErrorSubject) {
    super('INVALID_NAME', `A secret's name must ${detail}.`, subject);
  }
}

/** The version cannot be written or counted up. Code INVALID_VERSION. */
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

/** The digest is none of those that every reader knows. Code INVALID_DIGEST. */
export class InvalidDigest extends CredstashError {
  constructor(digest: string, known: readonly string[], subject: ErrorSubject) {
    super(
      'INVALID_DIGEST',
      `"${digest}" is not a digest of credstash. It is one of ${known.join(', ')}.`,
      subject,
    );
  }
}
