import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { circles } from './import-circles.js';

/**
 * Which rooms a room of src/ may import. Files directly in src/ (errors, clock, report, process) are open to every
 * room that does not stand alone. CONTRIBUTING.md shows this table; a test holds the two together.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  boleto: [],
  credstash: [],
  emulator: [],
  invocation: [],
  logs: [],
  migrations: ['invocation'],
  administration: ['invocation'],
  project: [],
  operations: ['project'],
  queues: ['project'],
  deploy: ['project', 'operations', 'migrations'],
  rotation: ['project', 'credstash', 'invocation'],
  init: ['project'],
  doctor: ['project', 'operations', 'deploy', 'rotation', 'credstash'],
  chat: ['project', 'operations', 'deploy', 'rotation', 'migrations', 'credstash'],
  service: ['boleto', 'credstash', 'migrations', 'administration', 'rotation'],
  local: ['emulator', 'project', 'credstash', 'boleto'],
};

/** The rooms at the top: commands, and what commands share. They may import any library, but not what is deployed. */
const top = new Set(['commands', 'cli']);

/** Rooms that import nothing else of src/, not even src/errors.ts. */
const standsAlone = new Set(['boleto', 'credstash']);

/** The files directly in src/ that the emulator may import. So it can become its own package in one step. */
const emulatorMayImport = new Set(['clock.js', 'report.js', 'process.js']);

/**
 * The layers of the service, from the top down: each may import those below it. `service.ts` connects the parts below
 * it for the layers above. Files in no layer (database, http and others) serve all layers and import none.
 */
export const serviceLayers: readonly (readonly string[])[] = [
  ['functions'],
  ['administration'],
  ['api'],
  ['service.ts'],
  ['registration'],
  ['boletos'],
  ['tenants'],
  ['issuers'],
];

/** A folder of a room with its own index.ts: importing it does not load the room's main index.ts. */
const ownDoors = [
  /^boleto\/banks\/index\.js$/,
  /^boleto\/slip\/(?:index|verify)\.js$/,
  /^migrations\/lint\/index\.js$/,
  /^rotation\/(?:written-by|wrong-password)\.js$/,
  /^emulator\/(?:[^/]+|[^/]+\/index|aws\/service)\.js$/,
];

/** Single files that a room may import from a room that it may not import otherwise. */
const mayImportFile: Readonly<Record<string, readonly string[]>> = { service: ['project/names.js'] };

/** Files that are programs, not libraries: they may print and read process.argv. */
const programs = [/^commands\//, /^cli\//, /^service\/log\.ts$/, /^emulator\/lambda\/runtime\//];

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
 * Checks every file under `source` against the import rules of the design, and finds import circles.
 *
 * @param source the src/ folder
 * @returns one line a violation: `file:line: what is wrong`, or `circle: a.ts -> b.ts -> a.ts`
 */
export function importViolations(source: string): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(sep).join('/'))
    .sort();
  const texts = new Map(
    files.map((file) => [file, withoutComments(readFileSync(join(source, file), 'utf8'))]),
  );
  const imports = new Map([...texts].map(([file, text]) => [file, importedFiles(file, text)]));
  return [
    ...[...texts].flatMap(([file, text]) => fileViolations(file, text)),
    ...circles(imports).map((circle) => `circle: ${circle.map((file) => `src/${file}`).join(' -> ')}`),
  ];
}

/** Removes block comments and full-line comments, which contain the examples. Keeps line numbers. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/^\s*\/\/.*$/gm, '');
}

/** Returns the relative imports of a text, also of types and dynamic ones, as paths below src/ that end in `.js`. */
function importsIn(file: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, specifier]) =>
    posix.join(posix.dirname(file), specifier as string),
  );
}

function importedFiles(file: string, text: string): string[] {
  return importsIn(file, text).map((target) => target.replace(/\.js$/, '.ts'));
}

function fileViolations(file: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => lineViolations(file, line).map((what) => `src/${file}:${index + 1}: ${what}`));
}

function lineViolations(file: string, line: string): string[] {
  const room = roomOf(file);
  const found = importsIn(file, line).flatMap((target) => importProblem(file, target) ?? []);
  const patterns = programs.some((program) => program.test(file)) ? [] : [...forbiddenInLibraries];
  if (room === 'boleto') patterns.push(...forbiddenInBoleto);
  for (const [pattern, what] of patterns) if (pattern.test(line)) found.push(`a library ${what}`);
  if (!['commands', 'local'].includes(room) && /build\/service/.test(line)) {
    found.push('only local and commands know where the built bundle is');
  }
  return found;
}

function importProblem(file: string, target: string): string | undefined {
  const room = roomOf(file);
  const targetRoom = roomOf(target);
  if (targetRoom === room) return room === 'service' ? layerProblem(file, target) : undefined;
  if (targetRoom === '') {
    if (standsAlone.has(room)) return `${room} imports nothing of the house`;
    if (room === 'emulator' && !emulatorMayImport.has(target)) return `emulator may not import ${target}`;
    return undefined;
  }
  if (room === '') return targetRoom === 'commands' ? 'no library imports commands' : undefined;
  if (mayImportFile[room]?.includes(target)) return undefined;
  const allowed = top.has(room)
    ? targetRoom !== 'service' && (targetRoom !== 'commands' || room === 'commands')
    : mayImport[room]?.includes(targetRoom);
  if (!allowed) return `${room} may not import ${targetRoom}`;
  // Commands load the files of cli one by one, so that none loads an SDK client that it does not use.
  if (targetRoom === 'cli') return undefined;
  if (target === `${targetRoom}/index.js` || ownDoors.some((door) => door.test(target))) return undefined;
  return `import ${targetRoom} by its index.js, not ${target}`;
}

function layerProblem(file: string, target: string): string | undefined {
  const [from, to] = [layerOf(file), layerOf(target)];
  if (to < 0 || (from >= 0 && from <= to)) return undefined;
  return `service/${folderOf(file)} may not import service/${folderOf(target)}`;
}

function layerOf(file: string): number {
  return serviceLayers.findIndex((layer) => layer.includes(folderOf(file)));
}

/** Returns the first folder of a path, or the file itself, as for `service.ts`. */
function folderOf(file: string): string {
  return (file.split('/')[1] ?? '').replace(/\.js$/, '.ts');
}

function roomOf(file: string): string {
  const slash = file.indexOf('/');
  return slash < 0 ? '' : file.slice(0, slash);
}
