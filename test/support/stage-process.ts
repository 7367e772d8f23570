import { provision, startStage } from '../../src/local/index.js';
import { loadProject, selectEnvironment } from '../../src/project/index.js';

/** A stage in a process of its own, to be killed: `stage-process.ts <home> <port>`. Prints one line when it is up. */
const [home = '', port = ''] = process.argv.slice(2);
const stage = await startStage({
  home,
  port: Number(port),
  region: 'us-east-1',
  account: '000000000000',
  report: (line) => process.stderr.write(`${line}\n`),
});
const project = await loadProject(new URL('../../superbowleto.yml', import.meta.url).pathname);
const { api, database } = await provision(stage, project, selectEnvironment(project, 'local'));
process.once('SIGTERM', () => void stage.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ endpoint: stage.endpoint, api, database })}\n`);
