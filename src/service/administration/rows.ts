type Time = `${string}_at` | 'registering_until';

/** A row as the database gives it: its times are dates. */
export type Row<Record> = {
  readonly [Name in keyof Record]: Name extends Time
    ? Record[Name] extends string
      ? Date
      : Date | null
    : Record[Name];
};

/** A row with its times as ISO 8601 in UTC, as a function's answer carries them. */
export function iso<Record>(row: Row<Record>): Record {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Date ? value.toISOString() : value,
  ]);
  return Object.fromEntries(entries) as Record;
}
