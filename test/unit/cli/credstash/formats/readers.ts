import { execFileSync, spawnSync } from 'node:child_process';
import dotenv from 'dotenv';
import { parse } from 'yaml';

/** The programs that the formats are for. Each returns what it read. */

export const readDotenv = (text: string): Record<string, string> => dotenv.parse(text);
export const readJson = (text: string): Record<string, string> => JSON.parse(text);
export const readYaml = (text: string): Record<string, string> => parse(text, { maxAliasCount: 0 });
export const readYaml11 = (text: string): Record<string, string> => parse(text, { version: '1.1' });

/** Runs the text in a shell, and returns the environment of its child process. */
export function readShell(text: string, shell = 'sh'): Record<string, string> {
  const print = `exec "${process.execPath}" -e 'process.stdout.write(JSON.stringify(process.env))'\n`;
  const env = { PATH: process.env.PATH ?? '' };
  return JSON.parse(execFileSync(shell, { input: text + print, env, encoding: 'utf8' }));
}

const pythonHas = (module: string) =>
  spawnSync('python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;

export const hasPython = pythonHas('csv');
export const hasPythonYaml = pythonHas('yaml');

export const readPythonCsv = (text: string): Record<string, string> =>
  readPython(text, 'csv, io', 'dict(csv.reader(io.StringIO(text, newline="")))');

export const readPythonYaml = (text: string): Record<string, string> =>
  readPython(text, 'yaml', 'yaml.safe_load(text)');

function readPython(text: string, modules: string, read: string): Record<string, string> {
  const program = [
    `import json, sys, ${modules}`,
    'text = sys.stdin.buffer.read().decode("utf-8")',
    `print(json.dumps(${read}))`,
  ].join('\n');
  return JSON.parse(execFileSync('python3', ['-c', program], { input: text, encoding: 'utf8' }));
}
