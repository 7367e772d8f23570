import { join } from 'node:path';
import { AwsError, type EmulatorContext } from '../aws/service.js';
import { StateFile } from '../state-file.js';
import type { FunctionAlias, FunctionRecord, FunctionVersion, Target } from './model.js';
import { functionArn, notFound, parseFunctionName } from './names.js';

/** All functions, saved on disk. Code that changes a record calls `save` before it answers. */
export class Catalog {
  readonly context: EmulatorContext;
  /** Milliseconds that a created or changed function stays Pending or InProgress. */
  readonly transition: number;
  readonly #file: StateFile<FunctionRecord[]>;
  readonly #records: Map<string, FunctionRecord>;

  constructor(context: EmulatorContext, transition: number) {
    this.context = context;
    this.transition = transition;
    this.#file = new StateFile(join(context.directory, 'functions.json'));
    this.#records = new Map((this.#file.read() ?? []).map((record) => [record.name, record]));
  }

  now(): number {
    return this.context.clock.now().getTime();
  }

  arn(name: string, qualifier?: string): string {
    return functionArn(this.context, name, qualifier);
  }

  all(): FunctionRecord[] {
    return [...this.#records.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string): FunctionRecord | undefined {
    return this.#records.get(name);
  }

  add(record: FunctionRecord): void {
    this.#records.set(record.name, record);
    this.save();
  }

  remove(name: string): void {
    this.#records.delete(name);
    this.save();
  }

  save(): void {
    this.#file.save(this.all());
  }

  /** Returns a function by its name or ARN, ignoring any qualifier. Throws AwsError ResourceNotFoundException. */
  get(nameOrArn: string): FunctionRecord {
    const { name } = parseFunctionName(nameOrArn);
    const record = this.#records.get(name);
    if (record === undefined) throw notFound(this.arn(name));
    return record;
  }

  /**
   * Returns the version that a name and a qualifier mean. An alias with weights chooses one of its versions at random.
   *
   * @param given the qualifier beside the name; it must equal a qualifier in the name
   * @throws AwsError ResourceNotFoundException, or InvalidParameterValueException for two different qualifiers
   */
  resolve(nameOrArn: string, given?: string, chance: () => number = Math.random): Target {
    const parsed = parseFunctionName(nameOrArn);
    if (given !== undefined && parsed.qualifier !== undefined && given !== parsed.qualifier) {
      throw new AwsError(
        'InvalidParameterValueException',
        400,
        'The derived qualifier from the function name does not match the specified qualifier.',
        { Type: 'User' },
      );
    }
    const qualifier = given ?? parsed.qualifier;
    const arn = this.arn(parsed.name, qualifier);
    const record = this.#records.get(parsed.name);
    const version = record && findVersion(record, qualifier ?? '$LATEST', chance);
    if (record === undefined || version === undefined) throw notFound(arn);
    return { record, version, qualifier, arn };
  }
}

function findVersion(
  record: FunctionRecord,
  qualifier: string,
  chance: () => number,
): FunctionVersion | undefined {
  if (qualifier === '$LATEST') return record.latest;
  const alias = record.aliases[qualifier];
  const number = alias === undefined ? qualifier : chooseVersion(alias, chance());
  return record.published.find((version) => version.version === number);
}

/**
 * Returns the version that an alias sends a call to.
 *
 * @param chance from 0 to 1, excluding 1
 */
export function chooseVersion(alias: FunctionAlias, chance: number): string {
  let below = 0;
  for (const [version, weight] of Object.entries(alias.weights)) {
    below += weight;
    if (chance < below) return version;
  }
  return alias.version;
}

/** Returns whether the last change of a version is still in progress. */
export function isChanging(version: FunctionVersion, now: number): boolean {
  return now < version.readyAt;
}

export function revisionOf(version: FunctionVersion, now: number): string {
  return isChanging(version, now) ? version.revisionId : version.revisionIdWhenReady;
}
