import { type Context, type Credstash, createCredstash, type Secret } from '../../credstash/index.js';
import { connect } from '../../project/index.js';
import { BaseCommand } from '../base-command.js';
import { confirmProtected } from '../confirm.js';
import { type Change, type Changes, describeChanges, namesToStore } from './changes.js';
import { encode, type Format } from './formats/index.js';
import { type CredstashLocation, findCredstash, type LocationFlags } from './location.js';

/** One secret that could not be read or stored. */
export interface Failed {
  readonly name: string;
  readonly version?: string;
  readonly code: string;
  readonly message: string;
}

/** The `--json` document of secrets: values by name. */
export interface ShownSecrets {
  readonly secrets: Readonly<Record<string, string>>;
  readonly failures: readonly Failed[];
}

type Failure = Omit<Failed, 'code' | 'message'> & {
  readonly error: { readonly code: string; readonly message: string };
};

/** The `--json` document of changes to secrets: made, or with `--dry-run` planned. */
export interface ShownChanges {
  readonly changes: readonly Change[];
  readonly failures: readonly Failed[];
}

export interface OpenCredstash {
  readonly credstash: Credstash;
  readonly location: CredstashLocation;
}

/** The base of every command of `sbw credstash`: opens the credstash, asks for confirmation, and prints results. */
export abstract class CredstashCommand extends BaseCommand {
  readonly #closes: (() => void)[] = [];

  protected async openCredstash(flags: LocationFlags, context: Context = {}): Promise<OpenCredstash> {
    const location = await findCredstash(flags);
    if (flags.verbose) for (const reason of location.reasons) this.report(reason);
    const table = connect(location.dynamodb);
    const keys = connect(location.kms);
    this.#closes.push(
      () => table.close(),
      () => keys.close(),
    );
    const { dynamodb } = table;
    const { kms } = keys;
    // Assume the role now: a refused role then fails as ROLE_REFUSED, and not as a table that cannot be used.
    if (flags.arn !== undefined) await dynamodb.config.credentials();
    return {
      location,
      credstash: createCredstash({ kms, dynamodb, table: location.table, key: location.key, context }),
    };
  }

  /** Asks for the environment's name before a change to a protected environment. */
  protected async confirmChange(
    { environment, table }: CredstashLocation,
    confirm: string | undefined,
    what: string,
  ): Promise<void> {
    if (environment) await confirmProtected(environment, confirm, [`${what} (table ${table})`]);
  }

  /** Asks as `confirmChange` does, with the names to store; asks nothing when there is nothing to store. */
  protected async confirmStoring(
    location: CredstashLocation,
    confirm: string | undefined,
    changes: Changes,
  ): Promise<void> {
    const names = namesToStore(changes);
    if (names.length > 0) await this.confirmChange(location, confirm, `This stores ${names.join(', ')}`);
  }

  /** Prints each failure to standard error, and sets the exit code to 1 if there is one. */
  protected showFailures(failures: readonly Failure[]): Failed[] {
    if (failures.length > 0) process.exitCode = 1;
    for (const { name, error } of failures) this.report(`Error: ${name}: ${error.message}`);
    return failures.map(({ name, version, error: { code, message } }) => ({
      name,
      ...(version === undefined ? {} : { version }),
      code,
      message,
    }));
  }

  /** Prints the secrets that could be read, then each failure. */
  protected showSecrets(secrets: ReadonlyMap<string, string>, failures: readonly Failure[], format: Format) {
    if (!this.jsonEnabled()) process.stdout.write(encode(format, secrets));
    return { secrets: Object.fromEntries(secrets), failures: this.showFailures(failures) };
  }

  protected showChanges({ changes, failures }: Changes): ShownChanges {
    if (changes.length > 0) this.log(describeChanges(changes));
    return { changes, failures: this.showFailures(failures) };
  }

  protected override async finally(): Promise<void> {
    for (const close of this.#closes.splice(0)) close();
    await super.finally();
  }
}

/** Returns the value of each secret by its name. */
export function valuesOf(secrets: ReadonlyMap<string, Secret>): Map<string, string> {
  return new Map([...secrets].map(([name, { value }]) => [name, value]));
}
