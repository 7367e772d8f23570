import { UsageError } from '../../errors.js';
import { closest } from '../../project/index.js';
import { type GitOptions, git, gitOrNothing } from './command.js';

/** Where a name is searched, in this order. */
const PREFIXES = ['refs/heads/', 'refs/tags/', 'refs/remotes/', 'refs/remotes/origin/'];
const FULL_SHA = /^[0-9a-f]{40}$/i;
const SHORT_SHA = /^[0-9a-f]{4,39}$/i;

/**
 * Returns the id of the commit that a branch, tag, full or short commit id, or HEAD names.
 *
 * @param repository its name, for messages
 * @throws {UsageError} REF_INVALID, UNKNOWN_REF, AMBIGUOUS_REF
 */
export async function resolveRef(ref: string, repository: string, options: GitOptions): Promise<string> {
  verifyForm(ref);
  // A full id names that commit only: anybody who can push could make a branch of the same name.
  const isId = ref === 'HEAD' || FULL_SHA.test(ref);
  const commit = isId ? await commitOf(ref, options) : await commitByNameOrPrefix(ref, repository, options);
  if (commit !== undefined) return commit;
  throw await unknownRef(ref, repository, options);
}

async function commitByNameOrPrefix(
  ref: string,
  repository: string,
  options: GitOptions,
): Promise<string | undefined> {
  const [named, abbreviated] = await Promise.all([
    commitByName(ref, repository, options),
    SHORT_SHA.test(ref) ? commitByPrefix(ref, repository, options) : undefined,
  ]);
  if (named === undefined || abbreviated === undefined || named === abbreviated) return named ?? abbreviated;
  throw new UsageError(
    'AMBIGUOUS_REF',
    `"${ref}" is a name in ${repository} and the beginning of another commit. Give the full id: ${named} is the named one, ${abbreviated} the other.`,
  );
}

/** Throws for a text that git would read as an option (`-`) or as an expression (`..`, `:`, `@{`) instead of a ref. */
function verifyForm(ref: string): void {
  if (/^[^-\s][^\s]*$/.test(ref) && !/\.\.|[:^~?*[\\]|@\{/.test(ref)) return;
  throw new UsageError(
    'REF_INVALID',
    `"${ref}" cannot be a ref. Give a branch, a tag, or a full or short commit id.`,
  );
}

function commitOf(name: string, options: GitOptions): Promise<string | undefined> {
  return gitOrNothing(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], options).catch(
    () => undefined,
  );
}

async function commitByName(
  ref: string,
  repository: string,
  options: GitOptions,
): Promise<string | undefined> {
  const full = ref.startsWith('refs/') ? [ref] : PREFIXES.map((prefix) => `${prefix}${ref}`);
  const found = await findRefs(full, options);
  const [first] = found;
  if (first === undefined) return undefined;
  const commit = await commitOfRef(first, options);
  if (commit === undefined)
    throw new UsageError('UNKNOWN_REF', `${first.name} of ${repository} holds no commit.`);
  const tag = found.find(({ name }) => name.startsWith('refs/tags/'));
  if (tag && tag !== first && (await commitOfRef(tag, options)) !== commit) {
    throw new UsageError(
      'AMBIGUOUS_REF',
      `"${ref}" is a branch and a tag in ${repository}, at different commits. Say which: ${first.name} or ${tag.name}`,
    );
  }
  return commit;
}

interface FoundRef {
  readonly name: string;
  readonly id: string;
  /** Type of the object: `commit`, `tag`, … */
  readonly type: string;
}

/** Returns those of the refs that exist, in the same order. @param names full names */
async function findRefs(names: readonly string[], options: GitOptions): Promise<FoundRef[]> {
  const format = '--format=%(objectname) %(objecttype) %(refname)';
  const listed = (await git(['for-each-ref', format, ...names], options)).split('\n');
  const refs = listed.map((line) => {
    const [id = '', type = '', name = ''] = line.split(' ');
    return { id, type, name };
  });
  return names.flatMap((name) => refs.find((ref) => ref.name === name) ?? []);
}

async function commitOfRef({ id, type, name }: FoundRef, options: GitOptions): Promise<string | undefined> {
  return type === 'commit' ? id : await commitOf(name, options);
}

async function commitByPrefix(
  ref: string,
  repository: string,
  options: GitOptions,
): Promise<string | undefined> {
  const objects = await git(['rev-parse', `--disambiguate=${ref}`], options);
  const types = await git(['cat-file', '--batch-check=%(objecttype) %(objectname)'], {
    ...options,
    input: `${objects}\n`,
  });
  const commits = types.split('\n').flatMap((line) => (line.startsWith('commit ') ? [line.slice(7)] : []));
  if (commits.length < 2) return commits[0];
  const listed = commits.map((commit) => commit.slice(0, 12)).join(', ');
  throw new UsageError(
    'AMBIGUOUS_REF',
    `"${ref}" is the beginning of ${commits.length} commits in ${repository}: ${listed}. Give more of it.`,
  );
}

async function unknownRef(ref: string, repository: string, options: GitOptions): Promise<UsageError> {
  const listed = await git(
    ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads', 'refs/tags', 'refs/remotes'],
    options,
  );
  if (listed === '' && (await commitOf('HEAD', options)) === undefined) {
    return new UsageError(
      'UNKNOWN_REF',
      `${repository} has no commit yet; only what is committed is deployed.`,
    );
  }
  const meant = closest(ref, listed.split('\n').filter(Boolean));
  const shallow = (await git(['rev-parse', '--is-shallow-repository'], options)) === 'true';
  return new UsageError(
    'UNKNOWN_REF',
    `There is no branch, tag or commit "${ref}" in ${repository}${meant ? `; did you mean ${meant}?` : '.'}` +
      (shallow ? ' It is a shallow clone; fetch the rest of it: git fetch --unshallow --tags' : ''),
  );
}
