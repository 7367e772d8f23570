import type { Clock } from '../../clock.js';
import type { Report } from '../../report.js';

/** What every emulated service receives. */
export interface EmulatorContext {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The service's own folder for its state. It exists, with mode 0700. */
  readonly directory: string;
  /** Returns `http://127.0.0.1:<port>`, once the router listens. */
  endpoint(): string;
  /** The only access key that the emulator accepts. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly clock: Clock;
  readonly report: Report;
}

/** A request whose signature is verified and whose body is read. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query. The path is still percent-encoded. */
  readonly url: URL;
  /** Path and query exactly as sent. A URL resolves `..` and `.`, but the key of an S3 object may contain them. */
  readonly target?: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Alternating names and values, as the client wrote them. API Gateway passes on repeated headers and their case. */
  readonly rawHeaders?: readonly string[];
  readonly body: Buffer;
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal;
  readonly requestId: string;
}

export interface AwsResponse {
  readonly status: number;
  /** The header is sent once for each value of a list. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer | string;
}

/** One emulated AWS service. It throws `AwsError`, and `encodeError` encodes that in the service's own protocol. */
export interface AwsService {
  /** The name in the credential scope of a request's signature: `s3`, `sqs`, `lambda`, … */
  readonly scope: string;
  handle(request: AwsRequest): Promise<AwsResponse>;
  encodeError(error: AwsError, request: AwsRequest): AwsResponse;
  /** Ends timers, processes and connections, and saves all state. A second call does nothing. */
  stop(): Promise<void>;
}

/** An error as AWS answers it, with AWS's own code, status and text. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Members of the service's error shape besides the message. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, message: string, members: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Returns the error for a call that the emulator does not know. It never answers 200 without doing the work. */
export function notSupported(service: string, operation: string): AwsError {
  return new AwsError(
    'NotImplemented',
    501,
    `The local stage does not support ${service} ${operation}. It is a development stand-in for AWS.`,
  );
}

/** Reads an object for another service: Lambda reads code from S3. Throws AwsError NoSuchKey or NoSuchBucket. */
export interface ObjectReader {
  read(bucket: string, key: string, versionId?: string): Promise<Buffer>;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<
    Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>
  >;
  readonly md5OfMessageAttributes?: string;
}

/** The queue operations that an event source mapping uses. */
export interface QueueSource {
  /** Waits up to `waitSeconds` for a first message. Returns [] when the signal aborts. */
  receive(
    queueArn: string,
    options: { max: number; waitSeconds: number; signal: AbortSignal },
  ): Promise<QueueMessage[]>;
  delete(queueArn: string, receiptHandle: string): Promise<void>;
}
