import { printable } from '../../report.js';
import { duration, type Now, type Progress, type ProgressStream } from './progress.js';

/** Shows progress as lines, each with the time since the start. The line at the end of a step has the step's own time. */
export function plainProgress(stream: ProgressStream, now: Now): Progress {
  const began = now();
  const write = (line: string) =>
    stream.write(`${duration(now() - began).padStart(8)}  ${printable(line)}\n`);
  const begin = (step: string) => {
    const start = now();
    return (isDone: boolean) => {
      write(`${step}: ${isDone ? 'done' : 'failed'} in ${duration(now() - start)}`);
    };
  };
  return {
    report: Object.assign((line: string) => void write(line), { begin }),
    notice: () => {},
    error: () => false,
    close: () => {},
  };
}
