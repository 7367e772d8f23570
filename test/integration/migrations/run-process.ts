// Runs migrations in a process that a test can kill. Usage: run-process.ts <connection string> <migrations as JSON>
import pg from 'pg';
import { runMigrations } from '../../../src/migrations/index.js';

const [connectionString = '', migrations = '[]'] = process.argv.slice(2);
const client = new pg.Client({ connectionString });
client.on('error', () => undefined);
await client.connect();
const answer = await runMigrations({ client, migrations: JSON.parse(migrations), command: 'up' });
process.stdout.write(JSON.stringify(answer));
await client.end();
