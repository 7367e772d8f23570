// Deploys once, for tests that kill the process: node --import tsx deploy-once.ts PROJECT_FILE REF CACHE [CANARY_PERCENT]
import { deploy } from '../../src/deploy/index.js';
import { connect, loadProject, selectEnvironment } from '../../src/project/index.js';

const [file = '', ref = '', cache = '', percent] = process.argv.slice(2);
const project = await loadProject(file);
const environment = selectEnvironment(project);
const clients = connect(environment);
const report = (line: string) => process.stdout.write(`${line}\n`);
const canary = percent === undefined ? undefined : { percent: Number(percent), milliseconds: 60_000 };
const options = { project, environment, ref, clients, cache, report, canary, who: 'killed' };
const { state } = await deploy(options);
report(state);
clients.close();
