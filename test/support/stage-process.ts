import { provision, startStage } from '../../src/local/index.js';
import { loadProject, selectEnvironment } from '../../src/project/index.js';

/** `stage-process.ts <home> <port>` runs a stage that a test can kill. It prints one line of JSON once it is provisioned. */
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
