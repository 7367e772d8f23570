import { table } from '../../report.js';
import {
  describeRotation,
  type PasswordInStore,
  type Rotation,
  type RotationState,
} from '../../rotation/index.js';

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Returns the state of an environment's password as a table for a person, with the command to type next. */
export function describeRotationState(state: RotationState, now: Date): string {
  const { environment, database, status, current, unfinished, unknown } = state;
  const rows = [
    ['database', `${database}, ${status}`],
    ['password', current ? describePassword(current, now) : 'none in credstash'],
    ...(unfinished ? [['unfinished', describePassword(unfinished, now)]] : []),
    ...(unknown ? [['login', unknown]] : []),
    ['next', nextOf(state)],
  ];
  return `${environment}\n${table(rows)}`;
}

function describePassword({ secret, version, since, who, logsIn }: PasswordInStore, now: Date): string {
  const days = since ? Math.floor((now.getTime() - Date.parse(since)) / DAY_MILLISECONDS) : undefined;
  const parts = [
    `${secret} version ${version}`,
    days === undefined
      ? 'age unknown: not set by sbw'
      : `of ${since}, ${days} ${days === 1 ? 'day' : 'days'} old`,
    ...(who ? [`by ${who}`] : []),
    ...(logsIn === undefined ? [] : [logsIn ? 'logs in' : 'does not log in']),
  ];
  return parts.join(', ');
}

function nextOf({ environment, next }: RotationState): string {
  const command = `sbw rotate-password ${environment}`;
  return {
    rotate: command,
    resume: `${command} --resume, which finishes the same password`,
    wait: 'RDS is at work: look again in a minute',
    init: `${command} --init, which stores the password that the database has; where nobody knows it, --repair sets a new one`,
    reconcile: `${command} --reconcile after a restore, else --repair`,
  }[next];
}

/** Returns what a rotation would do in this state, as a sentence. */
function describeDryRun({ environment, database, next, current, unfinished }: RotationState): string {
  return {
    rotate: `Would give ${database} of ${environment} a new password, above version ${current?.version}.`,
    resume: `Would finish version ${unfinished?.version}, which was begun${unfinished?.since ? ` at ${unfinished.since}` : ''}.`,
    wait: `Would wait until RDS is done with ${database}, and then set a new password.`,
    init: `Would refuse: ${environment} has no password in credstash.`,
    reconcile: `Would refuse: the current password does not log in to ${database}.`,
  }[next];
}

/** Returns the outcome of `sbw rotate-password`, or of its dry run, as a sentence. */
export function describeOutcome(outcome: Rotation | RotationState): string {
  return 'outcome' in outcome ? describeRotation(outcome) : describeDryRun(outcome);
}
