import { SuperbowletoError } from '../errors.js';
import { type DatabaseState, rotationTarget } from '../rotation/index.js';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks that the RDS instance or cluster exists, and its master user. */
export const database: Check = {
  name: 'database',
  async run(context: CheckContext): Promise<Finding[]> {
    const { environment } = context;
    const { identifier: subject, user } = environment.database;
    const state = await describeDatabase(context);
    if (typeof state === 'string') return [{ subject, problem: state, fix: terraformFix(environment.name) }];
    if (state.target.user !== user) {
      const problem = `has the master user ${state.target.user}; superbowleto.yml says ${user}`;
      return [{ subject, problem, fix: 'correct database.user in superbowleto.yml' }];
    }
    return [];
  },
};

/**
 * Reads the state of the database.
 *
 * @returns a `problem` in words when it does not exist, or is of a kind that `sbw` does not work with
 */
export async function describeDatabase({
  project,
  environment,
  connection,
  signal,
}: CheckContext): Promise<DatabaseState | string> {
  try {
    return await rotationTarget(project, environment, connection).database.describe(signal);
  } catch (error) {
    if (!(error instanceof SuperbowletoError)) throw error;
    if (error.code === 'DATABASE_NOT_FOUND') return 'is not in this account and region';
    if (error.code === 'DATABASE_UNFIT')
      return error.message.replace(`${environment.database.identifier} `, '');
    throw error;
  }
}
