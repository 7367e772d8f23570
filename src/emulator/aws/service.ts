import type { Clock } from '../../clock.js';
import type { Report } from '../../report.js';

/** What every emulated service is given. */
export interface EmulatorContext {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The service's own folder in the stage's state; exists, mode 0700. */
  readonly directory: string;
  /** `http://127.0.0.1:<port>`, known once the stage listens. */
  endpoint(): string;
  /** The only key the stage accepts. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly clock: Clock;
  readonly report: Report;
}

/** A request whose signature was verified, its body read. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query as sent; the path is still percent-encoded. */
  readonly url: URL;
  /** Path and query exactly as sent: a URL resolves `..` and `.`, which are plain text in the key of an S3 object. */
  readonly target?: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names and values by turns, as the client wrote them: API Gateway hands on what a plain map loses. */
  readonly rawHeaders?: readonly string[];
  readonly body: Buffer;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  readonly requestId: string;
}

export interface AwsResponse {
  readonly status: number;
  /** A list is a header sent once for each value. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer | string;
}

/** One emulated AWS service. It throws `AwsError`; `encodeError` puts that into the service's own protocol. */
export interface AwsService {
  /** The name in the credential scope of a request's signature: `s3`, `sqs`, `lambda`, … */
  readonly scope: string;
  handle(request: AwsRequest): Promise<AwsResponse>;
  encodeError(error: AwsError, request: AwsRequest): AwsResponse;
  /** Ends timers, processes and connections, and writes what is not yet on disk. Calling it twice is harmless. */
  stop(): Promise<void>;
}

/** An error that AWS would answer, with AWS's own code, status and text. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Members besides the message, as the service's error shape has them. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, message: string, members: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** What the stage answers to a call that it does not know: never 200 and nothing done. */
export function notSupported(service: string, operation: string): AwsError {
  return new AwsError(
    'NotImplemented',
    501,
    `The local stage does not support ${service} ${operation}. It is a development stand-in for AWS.`,
  );
}

/** Reads an object for another service of the stage (Lambda takes its code from S3). Throws AwsError NoSuchKey or NoSuchBucket. */
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

/** A queue as an event source mapping uses it. */
export interface QueueSource {
  /** Waits up to `waitSeconds` for a first message; an aborted signal ends the wait with []. */
  receive(
    queueArn: string,
    options: { max: number; waitSeconds: number; signal: AbortSignal },
  ): Promise<QueueMessage[]>;
  delete(queueArn: string, receiptHandle: string): Promise<void>;
}
