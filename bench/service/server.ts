import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): void;
}

/**
 * Starts a file of this folder in a process of its own. It reports the port that it listens on as its first message. Its
 * log lines go to /dev/null, so that they are made and written, and read by nobody.
 */
export async function startServer(
  file: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Server> {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)), [...args], {
    env: { ...process.env, ...variables },
    execArgv: file.endsWith('.ts') ? ['--import', 'tsx'] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await Promise.race([
    once(child, 'message').then(([port]) => port as number),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${code}`);
    }),
  ]);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.kill() };
}
