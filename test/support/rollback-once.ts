// Rolls back once, for tests that kill the process: node --import tsx rollback-once.ts PROJECT_FILE
import { rollback } from '../../src/deploy/index.js';
import { connect, loadProject, selectEnvironment } from '../../src/project/index.js';

const [file = ''] = process.argv.slice(2);
const project = await loadProject(file);
const environment = selectEnvironment(project);
const clients = connect(environment);
const report = (line: string) => process.stdout.write(`${line}\n`);
const { state } = await rollback({ project, environment, clients, report, who: 'killed' });
report(state);
clients.close();
