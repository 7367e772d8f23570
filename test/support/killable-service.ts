import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { S3Service } from '../../src/emulator/s3/index.js';
import { SqsService } from '../../src/emulator/sqs/index.js';
import { serveOne } from './one-service.js';

const SERVICES = { s3: S3Service, sqs: SqsService };
type ServiceName = keyof typeof SERVICES;

export interface KillableService {
  readonly client: {
    endpoint: string;
    region: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** Kills the process with SIGKILL and waits for its exit. */
  kill(): Promise<void>;
}

/** Serves one emulated service in its own process. */
export async function startKillable(name: ServiceName, directory: string): Promise<KillableService> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(import.meta.url), name, directory],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [endpoint] = (await once(createInterface(child.stdout), 'line')) as [string];
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  return {
    client: { endpoint, region: 'us-east-1', maxAttempts: 1, credentials },
    kill: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const [script, name, directory] = process.argv.slice(1);
if (script === fileURLToPath(import.meta.url) && directory && (name === 's3' || name === 'sqs')) {
  const one = await serveOne((context) => new SERVICES[name](context), { directory });
  process.stdout.write(`${one.endpoint}\n`);
}
