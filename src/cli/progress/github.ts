import { printable } from '../../report.js';
import { duration, type Now, type Progress, type ProgressStream } from './progress.js';

/**
 * Shows progress in GitHub Actions. Each step is a group that can be folded. Warnings, the error and the outcome are
 * annotations.
 * https://docs.github.com/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions
 */
export function githubProgress(stream: ProgressStream, now: Now): Progress {
  const began = now();
  let open = 0;
  const command = (name: string, text: string) => stream.write(`::${name}::${escapeData(text)}\n`);
  const line = (text: string) =>
    stream.write(`${duration(now() - began).padStart(8)}  ${inert(printable(text))}\n`);
  const report = (text: string) => {
    const warning = /^Warning: (.*)$/s.exec(text)?.[1];
    if (warning === undefined) line(text);
    else command('warning', warning);
  };
  const begin = (step: string) => {
    const start = now();
    open += 1;
    // GitHub does not nest groups.
    if (open === 1) command('group', step);
    return (isDone: boolean) => {
      line(`${step}: ${isDone ? 'done' : 'failed'} in ${duration(now() - start)}`);
      open -= 1;
      if (open === 0) stream.write('::endgroup::\n');
    };
  };
  return {
    report: Object.assign(report, { begin }),
    notice: (text) => command('notice', text),
    error: (text) => {
      command('error', text);
      return true;
    },
    close: () => {
      if (open > 0) stream.write('::endgroup::\n');
      open = 0;
    },
  };
}

/** Escapes the text of a workflow command, so that it cannot contain a second command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Disarms workflow commands in the output of a build. The runner reads `::` at the start of a line and `##[` anywhere. */
function inert(text: string): string {
  return text.replaceAll('##[', '## [').replace(/\n\s*::/g, '\n : :');
}
