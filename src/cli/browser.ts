import { execa } from 'execa';

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Shows a URL in the person's browser. False where there is none. */
export async function openBrowser(url: string): Promise<boolean> {
  const [opener, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const { failed } = await execa(opener, [...args, url], { reject: false, stdio: 'ignore', timeout: 10_000 });
  return !failed;
}
