import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import { printable } from '../../report.js';
import { duration, type Now, type Progress } from './progress.js';

export interface LiveOptions {
  readonly colours: boolean;
}

interface Running {
  readonly step: string;
  readonly start: number;
  /** The last line of its output. */
  detail: string;
  /** Its output, to be shown when it fails. */
  readonly details: string[];
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MILLISECONDS = 100;
const KEPT_DETAILS = 200;

/**
 * Shows progress on a terminal. Finished steps stay above with their times; running steps are redrawn below. Of the
 * output of a build (lines that begin with two spaces) it shows the latest line, or all of it when the build fails.
 *
 * It never hides the cursor and draws nothing while no step runs. So an interruption leaves nothing to repair, and a
 * command can ask a question between two steps.
 */
export function liveProgress(stream: NodeJS.WriteStream, now: Now, { colours }: LiveOptions): Progress {
  const log = createLogUpdate(stream, { showCursor: true });
  const running: Running[] = [];
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const paint = (style: 'green' | 'red' | 'yellow' | 'dim', text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;

  function draw(): void {
    const mark = FRAMES[frame % FRAMES.length] ?? '';
    const lines = running.flatMap(({ step, start, detail }) => [
      `${paint('yellow', mark)} ${step}  ${paint('dim', duration(now() - start))}`,
      ...(detail ? [paint('dim', `    ${cut(detail, (stream.columns ?? 80) - 6)}`)] : []),
    ]);
    if (lines.length > 0) log(lines.join('\n'));
  }

  function tick(): void {
    frame += 1;
    draw();
  }

  function keep(line: string): void {
    log.clear();
    stream.write(`${line}\n`);
    draw();
  }

  function stopWhenIdle(): void {
    if (running.length > 0) return;
    clearInterval(timer);
    timer = undefined;
    log.clear();
    log.done();
  }

  function report(text: string): void {
    const line = printable(text);
    const current = running.at(-1);
    if (current && line.startsWith('  ')) {
      current.detail = line.trim();
      current.details.push(line);
      if (current.details.length > KEPT_DETAILS) current.details.shift();
    } else {
      keep(line.startsWith('Warning: ') ? paint('yellow', line) : `  ${line}`);
    }
  }

  function begin(step: string): (isDone: boolean) => void {
    const one: Running = { step, start: now(), detail: '', details: [] };
    running.push(one);
    timer ??= setInterval(tick, FRAME_MILLISECONDS).unref();
    draw();
    return (isDone) => {
      if (!running.includes(one)) return;
      running.splice(running.indexOf(one), 1);
      if (!isDone) for (const line of one.details) keep(paint('dim', line));
      const mark = isDone ? paint('green', '✔') : paint('red', '✖');
      keep(`${mark} ${step}  ${paint('dim', duration(now() - one.start))}`);
      stopWhenIdle();
    };
  }

  return {
    report: Object.assign(report, { begin }),
    notice: () => {},
    error: () => false,
    close: () => {
      running.length = 0;
      stopWhenIdle();
    },
  };
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}
