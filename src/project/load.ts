import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../errors.js';
import { crossCheck } from './checks.js';
import { readFormer } from './deployer-file.js';
import { problemsOf } from './issues.js';
import { describeProblem, type Problem, problemOffset, type Source } from './problems.js';
import { resolveProject } from './resolve.js';
import { projectFile } from './schema.js';
import { syntaxProblems } from './syntax.js';
import type { Project } from './types.js';
import { expandVariables, type Variables } from './variables.js';

export interface LoadOptions {
  /** What `${NAME}` in the file stands for; the environment of this process when left out. */
  readonly variables?: Variables;
}

/**
 * Reads superbowleto.yml and checks all of it. Every mistake is in the one error, each with its file, line, column,
 * path and the way out.
 *
 * @throws {UsageError} PROJECT_FILE_UNREADABLE, PROJECT_FILE_INVALID
 * @example
 * const project = await loadProject('superbowleto.yml');
 * project.functions['create-boleto']?.memory; // 512
 */
export async function loadProject(file: string, options: LoadOptions = {}): Promise<Project> {
  const { variables = process.env } = options;
  const lines = new LineCounter();
  const document = parseDocument(await readText(file), { lineCounter: lines });
  const mistakes = syntaxProblems(document, file, lines);
  if (mistakes.length > 0) throw invalid(file, mistakes);
  const source: Source = { file, root: document.contents, lines };

  const problems: Problem[] = [];
  const text = expandVariables(document.toJS(), variables, problems);
  const content = readFormer(text ?? {}, problems);
  const parsed = projectFile.safeParse(content);
  const found = parsed.success ? [] : problemsOf(parsed.error.issues, content);
  problems.push(...besides(problems, [...found, ...crossCheck(content)]));
  if (!parsed.success || problems.length > 0) throw invalid(file, describeAll(problems, source));
  return resolveProject(parsed.data, resolve(file));
}

/** What has no value yet is not judged by its value as well. */
function besides(problems: readonly Problem[], more: readonly Problem[]): Problem[] {
  const places = problems.map(({ path }) => path.join('\0'));
  return more.filter(({ path }) => !places.includes(path.join('\0')));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? `There is no file ${file}` : `${file} cannot be read (${code})`;
    const text = `${what}. Run sbw where superbowleto.yml is, or name the file.`;
    throw new UsageError('PROJECT_FILE_UNREADABLE', text, { cause: error });
  }
}

function describeAll(problems: readonly Problem[], source: Source): string[] {
  const ordered = [...problems].sort((a, b) => problemOffset(a, source) - problemOffset(b, source));
  return [...new Set(ordered.map((problem) => describeProblem(problem, source)))];
}

function invalid(file: string, problems: readonly string[]): UsageError {
  const [only] = problems;
  const text =
    problems.length === 1 ? `${only}` : `${file} has ${problems.length} mistakes:\n${problems.join('\n')}`;
  return new UsageError('PROJECT_FILE_INVALID', text);
}
