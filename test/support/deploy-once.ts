// A process that deploys once, for tests that kill it: node --import tsx deploy-once.ts PROJECT_FILE REF CACHE
import { deploy } from '../../src/deploy/index.js';
import { connect, loadProject, selectEnvironment } from '../../src/project/index.js';

const [file = '', ref = '', cache = ''] = process.argv.slice(2);
const project = await loadProject(file);
const environment = selectEnvironment(project);
const clients = connect(environment);
const report = (line: string) => process.stdout.write(`${line}\n`);
const { state } = await deploy({ project, environment, ref, clients, cache, report, who: 'killed' });
report(state);
clients.close();
