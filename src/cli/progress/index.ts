import { githubProgress } from './github.js';
import { plainProgress } from './plain.js';
import type { Progress } from './progress.js';

export type { Progress } from './progress.js';

/**
 * Opens the progress for where it is read: annotations in GitHub Actions, a live list on a terminal, or plain lines. The
 * code for the live list is loaded only when needed.
 */
export async function openProgress(
  stream: NodeJS.WriteStream,
  variables: NodeJS.ProcessEnv,
): Promise<Progress> {
  const now = () => performance.now();
  if (variables.GITHUB_ACTIONS === 'true') return githubProgress(stream, now);
  const isLive = stream.isTTY && !variables.CI && variables.TERM !== 'dumb';
  if (!isLive) return plainProgress(stream, now);
  const { liveProgress } = await import('./live.js');
  return liveProgress(stream, now, { colours: !variables.NO_COLOR });
}
