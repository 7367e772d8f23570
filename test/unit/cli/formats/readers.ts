import { execFileSync, spawnSync } from 'node:child_process';
import dotenv from 'dotenv';
import { parse } from 'yaml';

/** The programs that the formats are meant for, each giving back what it read. */

export const readDotenv = (text: string): Record<string, string> => dotenv.parse(text);
export const readJson = (text: string): Record<string, string> => JSON.parse(text);
export const readYaml = (text: string): Record<string, string> => parse(text, { maxAliasCount: 0 });
export const readYaml11 = (text: string): Record<string, string> => parse(text, { version: '1.1' });

/** What a child of the shell finds in its environment after the text was its script. */
export function readShell(text: string, shell = 'sh'): Record<string, string> {
  const print = `exec "${process.execPath}" -e 'process.stdout.write(JSON.stringify(process.env))'\n`;
  const env = { PATH: process.env.PATH ?? '' };
  return JSON.parse(execFileSync(shell, { input: text + print, env, encoding: 'utf8' }));
}

export const hasPython = spawnSync('python3', ['-c', 'import csv'], { stdio: 'ignore' }).status === 0;

export function readPythonCsv(text: string): Record<string, string> {
  const program = [
    'import csv, io, json, sys',
    'text = sys.stdin.buffer.read().decode("utf-8")',
    'print(json.dumps(dict(csv.reader(io.StringIO(text, newline="")))))',
  ].join('\n');
  return JSON.parse(execFileSync('python3', ['-c', program], { input: text, encoding: 'utf8' }));
}
