import { SuperbowletoError } from '../errors.js';
import { type DatabaseState, rotationTarget } from '../rotation/index.js';
import { apply, type Check, type Finding, type Place } from './types.js';

/** The RDS instance or cluster. */
export const database: Check = {
  name: 'database',
  async look(place: Place): Promise<Finding[]> {
    const { environment } = place;
    const { identifier: subject, user } = environment.database;
    const state = await describeDatabase(place);
    if (typeof state === 'string') return [{ subject, problem: state, fix: apply(environment.name) }];
    if (state.target.user !== user) {
      const problem = `has the master user ${state.target.user}; superbowleto.yml says ${user}`;
      return [{ subject, problem, fix: 'correct database.user in superbowleto.yml' }];
    }
    return [];
  },
};

/** What is wrong with it in words, where it is not there or none that `sbw` works with. */
export async function describeDatabase({
  project,
  environment,
  connection,
  signal,
}: Place): Promise<DatabaseState | string> {
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
