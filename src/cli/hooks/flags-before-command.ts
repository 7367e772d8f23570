import type { Hook } from '@oclif/core';
import { refuse } from './refuse.js';

const NO_COMMAND_NEEDED = new Set(['-h', '--help', '--version']);

/**
 * Refuses flags before the command, as in `sbw credstash -r us-east-1 keys`, which credstash itself accepts. oclif would
 * print the help of `credstash` and end with exit code 0.
 */
const hook: Hook.Init = async ({ id, argv, config, context }) => {
  if (id === undefined || config.findCommand(id)) return;
  const topic = config.findTopic(id) ? id : undefined;
  const typed = topic === undefined ? [id, ...argv] : argv;
  const flag = typed[0];
  if (!flag?.startsWith('-') || typed.some((argument) => NO_COMMAND_NEEDED.has(argument))) return;
  const commands = config.commandIDs.filter(
    (command) => topic === undefined || command.startsWith(`${topic}:`),
  );
  const known = commands.map((command) => command.slice(topic === undefined ? 0 : topic.length + 1));
  const words = ['sbw', ...(topic === undefined ? [] : [topic]), commandAmong(typed, known)];
  // The message repeats nothing else, because the other words may contain a secret.
  refuse(context, typed, `Flags stand behind the command: ${words.join(' ')} … ${nameOf(flag)} …`);
};

/**
 * Returns the first word that names a command. A word after a flag may be the flag's value, so it counts only when there
 * is no other.
 */
function commandAmong(typed: readonly string[], known: readonly string[]): string {
  const isFlag = (at: number) => typed[at]?.startsWith('-') ?? false;
  const named = typed.flatMap((word, at) =>
    known.includes(word) ? [{ word, behindFlag: isFlag(at - 1) }] : [],
  );
  return (named.find(({ behindFlag }) => !behindFlag) ?? named[0])?.word ?? 'COMMAND';
}

function nameOf(flag: string): string {
  return flag.startsWith('--') ? flag.replace(/=.*$/s, '') : flag.slice(0, 2);
}

export default hook;
