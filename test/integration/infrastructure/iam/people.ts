import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { findApiUrl } from '../../../../src/cli/open/api-url.js';
import { systemClock } from '../../../../src/clock.js';
import { createCredstash } from '../../../../src/credstash/index.js';
import { planRelease, planRollback, prune, readStatus, rollback } from '../../../../src/deploy/index.js';
import { type Diagnosis, examine } from '../../../../src/doctor/index.js';
import { readLogs } from '../../../../src/logs/index.js';
import { migrate } from '../../../../src/migrations/index.js';
import {
  type Connection,
  connect,
  deployedName,
  migrateFunction,
  type Project,
} from '../../../../src/project/index.js';
import { queueStates, redrive } from '../../../../src/queues/index.js';
import { readRotation, rotatePassword, rotationTarget } from '../../../../src/rotation/index.js';
import type { RecordedStage } from './recorded-stage.js';

/** Runs every command that only reads: doctor, status, plan, logs, queue status, open, and a dry run of prune. */
export async function readEverything(recorded: RecordedStage): Promise<Diagnosis> {
  const { project, environment, connection: clients, cache } = recorded;
  const where = { project, environment, clients };
  const diagnosis = await examine({ project, environment, connection: clients });
  await readStatus(where);
  await planRelease({ ...where, ref: 'HEAD', cache });
  await prune({ ...where, keep: 2, dryRun: true });
  await queueStates({ sqs: clients.sqs, project, environment });
  await findApiUrl(clients.lambda, project, environment);
  const name = 'register-boleto';
  const source = { name, group: `/aws/lambda/${deployedName(project, environment, name)}` };
  const lines = readLogs({ logs: clients.logs, sources: [source], since: new Date(Date.now() - 600_000) });
  await lines.next();
  return diagnosis;
}

/** Deploys a second release and rolls it back, with everything around it: plan, prune and migrations. */
export async function deployAndRollBack(recorded: RecordedStage): Promise<void> {
  const { project, environment, connection: clients } = recorded;
  const where = { project, environment, clients };
  await storeOldArtifact(recorded);
  await recorded.deploy({ project: withMoreMemory(project), canary: { percent: 50, milliseconds: 1 } });
  await planRollback(where);
  await rollback(where);
  await prune({ ...where, keep: 2 });
  await migrate({ lambda: clients.lambda, ...migrateFunction(project, environment), command: 'status' });
}

/** Writes and deletes a secret, rotates the password, and moves dead letters back. */
export async function operate(recorded: RecordedStage): Promise<void> {
  const { project, environment, connection } = recorded;
  const { kms, dynamodb, sqs } = connection;
  const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
  await credstash.put('sandbox/note', 'nothing');
  await credstash.get('sandbox/note', { version: 1 });
  await credstash.list();
  await credstash.deleteVersion('sandbox/note', 1);
  const rotation = rotationTarget(project, environment, connection);
  await readRotation(rotation);
  await rotatePassword(rotation);
  await sendDeadLetter(recorded);
  const report = () => {};
  await redrive({ sqs, project, environment, queue: 'boletos-to-register', clock: systemClock, report });
}

/** Returns a project that differs in one function, so that only that one gets a new version. */
function withMoreMemory(project: Project): Project {
  const { 'index-boletos': one, ...others } = project.functions;
  if (!one) throw new Error('there is no index-boletos');
  return { ...project, functions: { ...others, 'index-boletos': { ...one, memory: one.memory + 1 } } };
}

async function storeOldArtifact(recorded: RecordedStage): Promise<void> {
  await unrecorded(recorded, async ({ s3 }) => {
    const Key = `${recorded.project.service}/${'0'.repeat(64)}.zip`;
    await s3.send(new PutObjectCommand({ Bucket: recorded.environment.bucket, Key, Body: 'old' }));
  });
}

async function sendDeadLetter(recorded: RecordedStage): Promise<void> {
  const { endpoint, account } = recorded.stage;
  await unrecorded(recorded, async ({ sqs }) => {
    const QueueUrl = `${endpoint}/${account}/sandbox-boletos-to-register-dead-letter`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
  });
}

/** Calls AWS with clients whose calls are not recorded. */
async function unrecorded(
  { environment }: RecordedStage,
  work: (clients: Connection) => Promise<void>,
): Promise<void> {
  const clients = connect(environment);
  try {
    await work(clients);
  } finally {
    clients.close();
  }
}
