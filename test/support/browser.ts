import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { until } from './until.js';

interface Answer {
  id?: number;
  method?: string;
  sessionId?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A page in headless Chromium, controlled with the DevTools protocol over a pipe. */
export interface BrowserPage {
  show(html: string): Promise<void>;
  /** Loads a page over HTTP. Its list `violations` has what the page's Content-Security-Policy blocked. */
  open(url: string): Promise<void>;
  /** Lets an origin read and write the clipboard, or denies it both. */
  setClipboard(origin: string, setting: 'granted' | 'denied'): Promise<void>;
  /** Presses the tab key. */
  pressTab(): Promise<void>;
  /** Evaluates an expression in the page as if a person had acted, and returns its value, which may be a promise's. */
  evaluate(expression: string): Promise<unknown>;
  /** Returns a PNG of an area in CSS pixels, enlarged `scale` times. */
  picture(area: { width: number; height: number }, scale: number): Promise<Buffer>;
  /** Makes the screen as wide as a phone's or a desk's, in CSS pixels. */
  resize(width: number): Promise<void>;
  /** Prints the page as PDF, in the size of its own `@page`. */
  print(): Promise<Buffer>;
  close(): Promise<void>;
}

const NOTES_VIOLATIONS = `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    window.violations.push(violatedDirective + ' ' + blockedURI));`;

export async function openBrowser(): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), 'sbw-chromium-'));
  const child = spawn('chromium', flags(profile), { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const call = protocol(child);
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  const page = (method: string, params: object = {}) => call(method, params, String(sessionId));
  const { frameTree } = (await page('Page.getFrameTree')) as { frameTree: { frame: { id: string } } };
  const data = (answer: Record<string, unknown>) => Buffer.from(String(answer.data), 'base64');
  const evaluate = async (expression: string) => {
    const options = { returnByValue: true, awaitPromise: true, userGesture: true };
    const { result } = await page('Runtime.evaluate', { expression, ...options });
    return (result as { value: unknown }).value;
  };
  return {
    async show(html) {
      await page('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
      await page('Runtime.evaluate', { expression: 'document.fonts.ready', awaitPromise: true });
    },
    async open(url) {
      await page('Page.enable');
      await page('Page.addScriptToEvaluateOnNewDocument', { source: NOTES_VIOLATIONS });
      await page('Page.navigate', { url });
      await until(`${url} is loaded`, async () => {
        const isLoaded = `document.readyState === 'complete' && location.href === ${JSON.stringify(url)}`;
        return (await evaluate(isLoaded)) === true;
      });
    },
    async setClipboard(origin, setting) {
      for (const name of ['clipboard-read', 'clipboard-write']) {
        await call('Browser.setPermission', { permission: { name }, setting, origin });
      }
    },
    async pressTab() {
      const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
      await page('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
      await page('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    },
    evaluate,
    async picture(area, scale) {
      const clip = { x: 0, y: 0, ...area, scale };
      return data(await page('Page.captureScreenshot', { clip, captureBeyondViewport: true }));
    },
    async resize(width) {
      await page('Emulation.setDeviceMetricsOverride', {
        width,
        height: 844,
        deviceScaleFactor: 1,
        mobile: false,
      });
    },
    async print() {
      return data(await page('Page.printToPDF', { preferCSSPageSize: true }));
    },
    async close() {
      await call('Browser.close');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function flags(profile: string): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    // Chromium's sandbox does not run as root, as tests in a container do.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    'about:blank',
  ];
}

/** Sends and receives messages in JSON, each followed by a zero byte. An answer has the id of its call. */
function protocol(child: ChildProcess) {
  const waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  let buffered = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (buffered + chunk).split('\0');
    buffered = messages.pop() ?? '';
    for (const message of messages) settle(JSON.parse(message) as Answer);
  });
  const fail = (reason: string) => {
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  };
  child.on('error', (error) => fail(error.message)).on('exit', () => fail('chromium ended'));
  const settle = ({ id, result, error }: Answer) => {
    const call = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !call) return;
    waiting.delete(id);
    if (error) call.reject(new Error(error.message));
    else call.resolve(result ?? {});
  };
  let last = 0;
  return (method: string, params: object = {}, sessionId?: string) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
}
