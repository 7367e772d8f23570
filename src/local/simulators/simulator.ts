import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import type {
  AwsError,
  AwsRequest,
  AwsResponse,
  AwsService,
  EmulatorContext,
} from '../../emulator/aws/service.js';
import { StateFile } from '../../emulator/state-file.js';
import { json } from './answers.js';
import type { TitleCount } from './titles.js';

/** A simulated bank or gateway. */
export interface SimulatedBank {
  readonly name: string;
  /** The answer to wrong credentials. */
  readonly unauthorized: AwsResponse;
  /**
   * Answers a request with valid credentials.
   *
   * @param path the part of the path below the simulator's URL
   * @param user the user of the credentials
   */
  answer(request: AwsRequest, path: string, user: string): Promise<AwsResponse>;
  /** Returns the page of a title, which needs no credentials; undefined for any other path. */
  page?(request: AwsRequest, path: string): AwsResponse | undefined;
  counts(): TitleCount[];
  /** Returns the last request to register under a key, without its credentials. */
  sent(key: string): unknown;
  stop(): void;
}

/** Path of the simulators on the stage's port. No API has it: the name of an environment begins with a letter. */
const PREFIX = '/_simulators/';
const SCOPE = 'simulator:';

/** Returns the scope of the simulator that answers a path; undefined when none does. */
export function simulatorScope(path: string): string | undefined {
  if (!path.startsWith(PREFIX)) return undefined;
  return `${SCOPE}${path.slice(PREFIX.length).split('/')[0]}`;
}

interface Running {
  /** SHA-256 of `user:password`, hex. Only credstash holds the credentials themselves. */
  readonly digest: string;
}

/** Serves a simulated bank on the stage's port, with Basic authentication. `/titles` and `/sent` tell tests what it got. */
export class SimulatorService implements AwsService {
  readonly scope: string;
  readonly #context: EmulatorContext;
  readonly #bank: SimulatedBank;
  readonly #file: StateFile<Running | null>;
  #running: Running | null;

  constructor(context: EmulatorContext, bank: SimulatedBank) {
    this.scope = `${SCOPE}${bank.name}`;
    this.#context = context;
    this.#bank = bank;
    this.#file = new StateFile(join(context.directory, 'running.json'));
    this.#running = this.#file.read() ?? null;
  }

  /** `http://127.0.0.1:4580/_simulators/bradesco` */
  get url(): string {
    return `${this.#context.endpoint()}${PREFIX}${this.#bank.name}`;
  }

  /** Starts the simulator with these credentials, or stops it when they are undefined. */
  run(credentials: { readonly user: string; readonly password: string } | undefined): void {
    this.#running = credentials
      ? { digest: digestOf(`${credentials.user}:${credentials.password}`).toString('hex') }
      : null;
    this.#file.save(this.#running);
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    if (!this.#running) return json(404, { message: `The simulator ${this.#bank.name} does not run here.` });
    const path = request.url.pathname.slice(PREFIX.length + this.#bank.name.length);
    if (path === '/titles') return json(200, this.#counts(request));
    if (path === '/sent') return this.#sent(request);
    const page = this.#bank.page?.(request, path);
    if (page) return page;
    const user = this.#userOf(request, this.#running);
    return user === undefined ? this.#bank.unauthorized : await this.#bank.answer(request, path, user);
  }

  encodeError(error: AwsError): AwsResponse {
    return json(error.status, { message: error.message });
  }

  async stop(): Promise<void> {
    this.#bank.stop();
  }

  /** Returns the counts of the key in the query, or of all keys. */
  #counts({ url }: AwsRequest): TitleCount[] {
    const key = url.searchParams.get('key');
    return this.#bank.counts().filter((count) => key === null || count.key === key);
  }

  /** Answers what was sent last under the key of the query. */
  #sent({ url }: AwsRequest): AwsResponse {
    const sent = this.#bank.sent(url.searchParams.get('key') ?? '');
    return sent === undefined ? json(404, { message: 'Nothing was sent under this key.' }) : json(200, sent);
  }

  #userOf({ headers }: AwsRequest, { digest }: Running): string | undefined {
    const [, encoded = ''] = /^Basic (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const given = Buffer.from(encoded, 'base64').toString();
    return timingSafeEqual(digestOf(given), Buffer.from(digest, 'hex')) ? given.split(':')[0] : undefined;
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
