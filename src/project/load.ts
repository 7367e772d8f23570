import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../errors.js';
import { crossCheck } from './checks.js';
import { convertDeployerFile } from './deployer-file.js';
import { problemsOf } from './issues.js';
import { describeProblem, type Problem, pathKey, problemOffset, type Source } from './problems.js';
import { resolveProject } from './resolve.js';
import { projectFile } from './schema.js';
import { syntaxProblems } from './syntax.js';
import type { Project } from './types.js';
import { expandVariables, type Variables } from './variables.js';

export interface LoadOptions {
  /** The values of `${NAME}` in the file. Default: the environment variables of this process. */
  readonly variables?: Variables;
}

/**
 * Reads superbowleto.yml and checks all of it. One error reports every mistake, each with its file, line, column and
 * path, and with what would be right.
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
  const content = convertDeployerFile(text ?? {}, problems);
  const parsed = projectFile.safeParse(content);
  const found = parsed.success ? [] : problemsOf(parsed.error.issues, content);
  problems.push(...atOtherPaths(problems, [...found, ...crossCheck(content)]));
  if (!parsed.success || problems.length > 0) throw invalid(file, describeAll(problems, source));
  return resolveProject(parsed.data, resolve(file));
}

/** Drops problems at a path that already has one: a setting whose variable is not set has no value to check. */
function atOtherPaths(problems: readonly Problem[], more: readonly Problem[]): Problem[] {
  const reported = problems.map(({ path }) => pathKey(path));
  return more.filter(({ path }) => !reported.includes(pathKey(path)));
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
