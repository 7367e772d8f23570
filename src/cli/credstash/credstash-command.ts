import { type Context, type Credstash, createCredstash, type Secret } from '../../credstash/index.js';
import { connect } from '../../project/index.js';
import { BaseCommand } from '../base-command.js';
import { confirmProtected } from '../confirm.js';
import { type Change, type Changes, describeChanges } from './changes.js';
import { encode, type Format } from './formats/index.js';
import { type CredstashPlace, findCredstash, type PlaceFlags } from './location.js';

/** One secret that could not be read or stored. */
export interface Failed {
  readonly name: string;
  readonly version?: string;
  readonly code: string;
  readonly message: string;
}

/** What is printed by `--json` of secrets: names and values. */
export interface ShownSecrets {
  readonly secrets: Readonly<Record<string, string>>;
  readonly failures: readonly Failed[];
}

type Failure = Omit<Failed, 'code' | 'message'> & {
  readonly error: { readonly code: string; readonly message: string };
};

/** What is printed by `--json` of secrets that were brought to the wanted values, or with `--dry-run` would be. */
export interface ShownChanges {
  readonly changes: readonly Change[];
  readonly failures: readonly Failed[];
}

export interface Opened {
  readonly credstash: Credstash;
  readonly place: CredstashPlace;
}

/** What the commands of `sbw credstash` share: where the secrets are, and how many of them are shown. */
export abstract class CredstashCommand extends BaseCommand {
  readonly #closes: (() => void)[] = [];

  protected async openCredstash(flags: PlaceFlags, context: Context = {}): Promise<Opened> {
    const place = await findCredstash(flags);
    if (flags.verbose) for (const reason of place.reasons) this.report(reason);
    const table = connect(place.dynamodb);
    const keys = connect(place.kms);
    this.#closes.push(
      () => table.close(),
      () => keys.close(),
    );
    const { dynamodb } = table;
    const { kms } = keys;
    // Now, so that a role that cannot be assumed is told as that and not as a table that cannot be used.
    if (flags.arn !== undefined) await dynamodb.config.credentials();
    return {
      place,
      credstash: createCredstash({ kms, dynamodb, table: place.table, key: place.key, context }),
    };
  }

  /** Before a change: a protected environment asks for its name. */
  protected async confirmChange(
    { environment, table }: CredstashPlace,
    confirm: string | undefined,
    what: string,
  ): Promise<void> {
    if (environment) await confirmProtected(environment, confirm, [`${what} (table ${table})`]);
  }

  /** As `confirmChange`, with what would be stored; nothing to store asks for nothing. */
  protected async confirmStoring(
    place: CredstashPlace,
    confirm: string | undefined,
    { changes }: Changes,
  ): Promise<void> {
    const due = changes.filter(({ state }) => state !== 'same').map(({ name }) => name);
    if (due.length > 0) await this.confirmChange(place, confirm, `This stores ${due.join(', ')}`);
  }

  /** Names every secret that failed, on standard error; the exit code tells as well. */
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

  /** Prints what could be read, then names what could not. */
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

/** Values by name, the rest of each secret left out. */
export function valuesOf(secrets: ReadonlyMap<string, Secret>): Map<string, string> {
  return new Map([...secrets].map(([name, { value }]) => [name, value]));
}
