type Time = `${string}_at` | 'registering_until';

/** A row from the database, in which times are dates. */
export type Row<Record> = {
  readonly [Name in keyof Record]: Name extends Time
    ? Record[Name] extends string
      ? Date
      : Date | null
    : Record[Name];
};

/** Converts a row's times to ISO 8601 in UTC, as a function's answer contains them. */
export function iso<Record>(row: Row<Record>): Record {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Date ? value.toISOString() : value,
  ]);
  return Object.fromEntries(entries) as Record;
}
