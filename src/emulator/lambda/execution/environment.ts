import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Readable, Stream } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { LOG_DESCRIPTOR } from './environment-variables.js';
import { FrameReader, LineReader } from './frames.js';
import { RuntimeApi, type RuntimeInvocation } from './runtime-api.js';

/** Records process groups, so that a later start can end those that a killed emulator left. */
export interface ProcessRegistry {
  add(pid: number): void;
  remove(pid: number): void;
}

export interface EnvironmentOptions {
  readonly bootstrap: string;
  /** Folder of the function's code, which is the working directory. */
  readonly folder: string;
  /** MiB. */
  readonly memory: number;
  variables(runtimeApi: string): Record<string, string>;
  readonly processes: ProcessRegistry;
  onLog(message: string): void;
  /** The process ended, for any reason. */
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
 * One execution environment: a Node.js process in a process group of its own. It handles one invocation at a time, and
 * is stopped (SIGSTOP) between two invocations, as Lambda freezes it.
 */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #api: RuntimeApi;
  #child: ChildProcess | undefined;
  #endPhase: ((end: PhaseEnd) => void) | undefined;
  #gone: PhaseEnd | undefined;
  #answer: Answer | undefined;
  #isFrozen = false;
  /** Peak resident memory in KiB, as the runtime last reported it. */
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

  /** Waits at most `limit` milliseconds until the runtime asks for its first invocation. */
  initialize(limit: number): Promise<{ end: PhaseEnd; answer: Answer | undefined }> {
    return this.#phase(limit, () => {
      if (this.#api.isWaiting) void this.#becomeIdle();
    });
  }

  /** Sends one invocation to the runtime, and waits at most `limit` milliseconds until the runtime asks for the next. */
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

  /** Kills the whole process group, also a frozen one. */
  kill(): void {
    this.#signal('SIGKILL');
  }

  /** Returns whether the runtime waits for an invocation. */
  get isReady(): boolean {
    return this.#gone === undefined && this.#api.isWaiting;
  }

  /** Kills the process group, and waits until the process has ended. */
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
   * Ends the phase. The runtime writes its log before it asks for the next invocation, so the log is readable now. One
   * turn of the event loop later it has been read, and the invocation's log is complete.
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
    // Kill the processes that the function started too, or they would keep the pipes open.
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
      // The whole process group has ended.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
