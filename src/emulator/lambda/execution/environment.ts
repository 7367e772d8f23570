import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Readable, Stream } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { LOG_DESCRIPTOR } from './environment-variables.js';
import { FrameReader, LineReader } from './frames.js';
import { RuntimeApi, type RuntimeInvocation } from './runtime-api.js';

/** Records the process groups of the stage, so that a later start can end what a killed stage left behind. */
export interface ProcessRegistry {
  add(pid: number): void;
  remove(pid: number): void;
}

export interface EnvironmentOptions {
  readonly bootstrap: string;
  /** The function's code, the working directory. */
  readonly folder: string;
  /** MiB. */
  readonly memory: number;
  variables(runtimeApi: string): Record<string, string>;
  readonly processes: ProcessRegistry;
  onLog(message: string): void;
  /** The process ended, whoever ended it. */
  onGone(): void;
}

/** How a phase (initialization or an invocation) ended. */
export type PhaseEnd =
  | { readonly type: 'idle' }
  | { readonly type: 'exit'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly type: 'timeout' };

export interface Answer {
  readonly type: 'response' | 'error' | 'too-large';
  readonly payload: Buffer;
}

/**
 * One execution environment: a Node.js process in a process group of its own that takes one invocation at a time
 * and is stopped (SIGSTOP) between two of them, as Lambda freezes it.
 */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #api: RuntimeApi;
  #child: ChildProcess | undefined;
  #endPhase: ((end: PhaseEnd) => void) | undefined;
  #gone: PhaseEnd | undefined;
  #answer: Answer | undefined;
  #isFrozen = false;
  /** KiB of resident memory at most, as the runtime told last. */
  peakMemory = 0;

  private constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#api = new RuntimeApi({
      onNext: (peak) => {
        this.peakMemory = peak ?? this.peakMemory;
        void this.#becomeIdle();
      },
      onResponse: (payload) => this.#keep({ type: 'response', payload }),
      onTooLarge: () => this.#keep({ type: 'too-large', payload: Buffer.alloc(0) }),
      onError: (payload) => this.#keep({ type: 'error', payload }),
      onInitializationError: (payload) => this.#keep({ type: 'error', payload }),
    });
  }

  static async start(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
    const environment = new ExecutionEnvironment(options);
    const address = await environment.#api.listen();
    environment.#spawn(address);
    return environment;
  }

  /** Waits until the runtime asks for its first invocation, at most `limit` milliseconds. */
  initialize(limit: number): Promise<{ end: PhaseEnd; answer: Answer | undefined }> {
    return this.#phase(limit, () => {
      if (this.#api.isWaiting) void this.#becomeIdle();
    });
  }

  /** Hands over one invocation and waits until the runtime asks for the next; `limit` in milliseconds. */
  invoke(
    invocation: RuntimeInvocation,
    limit: number,
  ): Promise<{ end: PhaseEnd; answer: Answer | undefined }> {
    return this.#phase(limit, () => {
      this.#thaw();
      this.#api.deliver(invocation);
    });
  }

  freeze(): void {
    this.#isFrozen = true;
    this.#signal('SIGSTOP');
  }

  /** Ends the whole process group at once, a frozen one too. */
  kill(): void {
    this.#signal('SIGKILL');
    this.#signal('SIGCONT');
  }

  /** True while the runtime waits for an invocation. */
  get isReady(): boolean {
    return this.#gone === undefined && this.#api.isWaiting;
  }

  async killed(): Promise<void> {
    this.kill();
    if (this.#child?.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    this.#api.close();
  }

  #phase(limit: number, begin: () => void): Promise<{ end: PhaseEnd; answer: Answer | undefined }> {
    return new Promise((resolve) => {
      this.#answer = undefined;
      const timer = setTimeout(() => this.#endPhase?.({ type: 'timeout' }), limit);
      this.#endPhase = (end) => {
        clearTimeout(timer);
        this.#endPhase = undefined;
        resolve({ end, answer: this.#answer });
      };
      if (this.#gone === undefined) begin();
      else this.#endPhase(this.#gone);
    });
  }

  #keep(answer: Answer): void {
    this.#answer ??= answer;
  }

  /**
   * The log was written before the request for the next invocation, so it is readable by now; one turn of the event
   * loop later it has been read, and the invocation is over with all that it wrote.
   */
  async #becomeIdle(): Promise<void> {
    await turn();
    this.#endPhase?.({ type: 'idle' });
  }

  #spawn(address: string): void {
    const { bootstrap, folder, memory } = this.#options;
    const child = spawn(process.execPath, [`--max-old-space-size=${Math.floor(memory * 0.9)}`, bootstrap], {
      cwd: folder,
      env: this.#options.variables(address),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    if (child.pid !== undefined) this.#options.processes.add(child.pid);
    this.#readLogs(child);
    child.on('error', () => this.#end({ type: 'exit', code: null, signal: null }));
    // What the function started and left behind goes with it, and lets go of the pipes.
    child.on('exit', () => this.kill());
    child.on('close', (code, signal) => this.#end({ type: 'exit', code, signal }));
  }

  #readLogs(child: ChildProcess): void {
    const frames = new FrameReader();
    const logs = child.stdio[LOG_DESCRIPTOR];
    if (logs instanceof Stream) {
      logs.on('data', (chunk: Buffer) => frames.push(chunk).forEach(this.#options.onLog));
      logs.on('error', () => undefined);
    }
    for (const stream of [child.stdout, child.stderr]) this.#readLines(stream);
  }

  #readLines(stream: Readable | null): void {
    const lines = new LineReader();
    stream?.on('data', (chunk: Buffer) => lines.push(chunk).forEach(this.#options.onLog));
    stream?.on('end', () => lines.flush().forEach(this.#options.onLog));
    stream?.on('error', () => undefined);
  }

  #end(end: PhaseEnd): void {
    if (this.#gone !== undefined) return;
    this.#gone = end;
    this.#api.close();
    if (this.#child?.pid !== undefined) this.#options.processes.remove(this.#child.pid);
    this.#options.onGone();
    this.#endPhase?.(end);
  }

  #thaw(): void {
    if (!this.#isFrozen) return;
    this.#isFrozen = false;
    this.#signal('SIGCONT');
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      // Nothing of the group is left.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
