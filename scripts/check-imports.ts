import { fileURLToPath } from 'node:url';
import { importViolations } from './import-rules.js';

const violations = importViolations(fileURLToPath(new URL('../src', import.meta.url)));
for (const violation of violations) console.error(violation);
process.exitCode = violations.length > 0 ? 1 : 0;
