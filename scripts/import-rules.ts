import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Which rooms a room of src/ may import. Files that lie in src/ itself (errors, clock) are open to all that may import anything. */
const mayImport: Record<string, readonly string[]> = {
  boleto: [],
  credstash: [],
  invocation: [],
  logs: [],
  migrations: ['invocation'],
  administration: ['invocation'],
  project: [],
  operations: ['project'],
  queues: ['project'],
  console: ['project'],
  deploy: ['project', 'operations', 'migrations'],
  rotation: ['project', 'credstash', 'invocation'],
  init: ['project'],
  doctor: ['project', 'operations', 'deploy', 'rotation', 'credstash'],
  chat: ['project', 'operations', 'deploy', 'rotation', 'migrations', 'credstash'],
  service: ['boleto', 'credstash', 'migrations', 'administration', 'rotation'],
  local: ['project', 'credstash', 'boleto'],
};

/** Rooms at the top: commands, and what commands share. They may import any library, but not what is deployed. */
const top = new Set(['commands', 'cli']);

/** Rooms that import nothing of the house at all, not even src/errors.ts. */
const standsAlone = new Set(['boleto', 'credstash']);

/** Parts of a room with a door of their own: who comes by the one does not load what is behind the other. */
const ownDoors = new Set(['boleto/slip/index.js', 'migrations/lint/index.js', 'rotation/written-by.js']);

/** Files that are a program of their own, not a library: they may print, and read how they were started. */
const programs = [/^commands\//, /^cli\//, /^service\/log\.ts$/, /^local\/lambda\/runtime\//];

const forbiddenInLibraries: readonly [RegExp, string][] = [
  [/\bconsole\.(?:log|error|warn|info|debug|dir|table|trace)\b/, 'prints'],
  [/\bprocess\.(stdout|stderr)\b/, 'prints'],
  [/\bprocess\.exit\b/, 'exits'],
  [/\bprocess\.argv\b/, 'reads process.argv'],
  [/from '@oclif\//, 'imports oclif'],
];

/** src/boleto runs in a browser and has no clock. */
const forbiddenInBoleto: readonly [RegExp, string][] = [
  [/'node:|\bprocess\.|\bBuffer\b/, 'uses Node'],
  [/\bnew Date\(\)|\bDate\.now\b/, 'reads the clock'],
];

/**
 * Holds every file under `source` against the import rules of the design.
 *
 * @param source the src/ folder
 * @returns one line a violation: `file:line: what is wrong`
 */
export function importViolations(source: string): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(sep).join('/'));
  return files.sort().flatMap((file) => fileViolations(file, readFileSync(join(source, file), 'utf8')));
}

function fileViolations(file: string, text: string): string[] {
  return withoutComments(text)
    .split('\n')
    .flatMap((line, index) => lineViolations(file, line).map((what) => `src/${file}:${index + 1}: ${what}`));
}

/** Keeps line numbers; only whole-line and block comments go, which is where examples live. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/^\s*\/\/.*$/gm, '');
}

function lineViolations(file: string, line: string): string[] {
  const room = roomOf(file);
  const found: string[] = [];
  for (const [, specifier] of line.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const problem = specifier && importProblem(file, room, specifier);
    if (problem) found.push(problem);
  }
  const patterns = programs.some((program) => program.test(file)) ? [] : [...forbiddenInLibraries];
  if (room === 'boleto') patterns.push(...forbiddenInBoleto);
  for (const [pattern, what] of patterns) if (pattern.test(line)) found.push(`a library ${what}`);
  if (!['commands', 'local'].includes(room) && /build\/service/.test(line)) {
    found.push('only local and commands know where the built bundle is');
  }
  return found;
}

function importProblem(file: string, room: string, specifier: string): string | undefined {
  const target = relative('/', join('/', file, '..', specifier))
    .split(sep)
    .join('/');
  const targetRoom = roomOf(target);
  if (targetRoom === room) return undefined;
  if (targetRoom === '') return standsAlone.has(room) ? `${room} imports nothing of the house` : undefined;
  if (room === '') return targetRoom === 'commands' ? 'no library imports commands' : undefined;
  const allowed = top.has(room)
    ? targetRoom !== 'service' && (targetRoom !== 'commands' || room === 'commands')
    : mayImport[room]?.includes(targetRoom);
  if (!allowed) return `${room} may not import ${targetRoom}`;
  // The files of cli are loaded one by one, so that a command loads no SDK client that it does not use.
  if (targetRoom === 'cli') return undefined;
  if (ownDoors.has(target)) return undefined;
  if (target !== `${targetRoom}/index.js`) return `import ${targetRoom} by its index.js, not ${target}`;
  return undefined;
}

function roomOf(file: string): string {
  const slash = file.indexOf('/');
  return slash < 0 ? '' : file.slice(0, slash);
}
