import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { AwsError } from '../../../../src/emulator/aws/service.js';
import { type LambdaDependencies, LambdaService } from '../../../../src/emulator/lambda/index.js';
import { awsRequest, emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';

export const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
export const FUNCTIONS = '/2015-03-31/functions';
const ROLE = 'arn:aws:iam::000000000000:role/a';

// biome-ignore lint/suspicious/noExplicitAny: tests read the members of an answer one by one
type Answer = any;

/** The emulator's Lambda, called without HTTP. It runs no function. */
export class LambdaApi {
  readonly #directory = mkdtempSync(join(tmpdir(), 'sbw-lambda-api-'));
  readonly clock = new ManualClock();
  /** Objects of S3 that Lambda can read, by `bucket/key`. */
  readonly objects = new Map<string, Buffer>();
  readonly #service: LambdaService;

  constructor() {
    const objects = {
      read: async (bucket: string, key: string) => {
        const found = this.objects.get(`${bucket}/${key}`);
        if (!found) throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
        return found;
      },
    };
    this.#service = new LambdaService(
      emulatorContext(this.#directory, { clock: this.clock }),
      { objects } as unknown as LambdaDependencies,
      { transition: 100, accountConcurrency: 10 },
    );
  }

  /** Sends a request and returns the status and the answer's JSON. Rejects with Lambda's AwsError. */
  async call(method: string, target: string, body?: unknown): Promise<[status: number, answer: Answer]> {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await this.#service.handle(awsRequest(method, target, { body: text }));
    const answered = response.body?.toString() ?? '';
    return [response.status, answered === '' ? undefined : JSON.parse(answered)];
  }

  async get(target: string): Promise<Answer> {
    const [status, answer] = await this.call('GET', target);
    assert.equal(status, 200);
    return answer;
  }

  /** Creates a function whose code is `text`, and waits until it is active. */
  async create(name: string, text = 'one', more: object = {}): Promise<Answer> {
    const ZipFile = (await zipOf(text)).toString('base64');
    const required = { Runtime: 'nodejs20.x', Handler: 'index.handler', Role: ROLE };
    const body = { FunctionName: name, ...required, Code: { ZipFile }, ...more };
    const [status, answer] = await this.call('POST', FUNCTIONS, body);
    assert.equal(status, 201);
    await this.settle();
    return answer;
  }

  /** Publishes a version of the function `f` with this code, and returns its number. */
  async publish(text: string): Promise<string> {
    const ZipFile = (await zipOf(text)).toString('base64');
    const [, { Version }] = await this.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile, Publish: true });
    await this.settle();
    return Version;
  }

  /** Waits until the last change is complete. */
  async settle(): Promise<void> {
    await this.clock.advance(100);
  }

  async stop(): Promise<void> {
    await this.#service.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

export async function zipOf(text: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(text), 'index.js');
  zip.end();
  return await buffer(zip.outputStream);
}
