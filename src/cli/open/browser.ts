import { spawn } from 'node:child_process';

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

const TIMEOUT_MILLISECONDS = 10_000;

/** Opens a URL in the person's browser. Returns false when that fails. */
export async function openBrowser(url: string): Promise<boolean> {
  const [opener, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(opener, [...args, url], { stdio: 'ignore', timeout: TIMEOUT_MILLISECONDS });
  return await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
