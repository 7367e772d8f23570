/** A call to the stage, as a fault is chosen for it. */
export interface Call {
  /** Service name in the credential scope; `execute-api` for an unsigned request. */
  readonly service: string;
  /** Operation of the JSON and query protocols (`GenerateDataKey`); '' for REST, where method and path tell. */
  readonly operation: string;
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Who calls: `<function>-session` of a function's keys; undefined for whoever has the stage's own. */
  readonly session: string | undefined;
  /** Holds secrets. */
  readonly body: Buffer;
}

/** What goes wrong with one call, for tests of those who call AWS. */
export type Fault =
  | { readonly type: 'delay'; readonly milliseconds: number }
  /** Refused without being done. */
  | { readonly type: 'error'; readonly code: string; readonly status: number }
  /** The connection breaks before the call is looked at. */
  | { readonly type: 'reset' }
  /** The call is done, and the connection breaks before its answer. */
  | { readonly type: 'lost-answer' }
  /** Nothing is answered, and the connection stays open until the client has waited enough. */
  | { readonly type: 'silence'; readonly done: boolean };

/** Chooses a fault for a call; undefined: none. */
export type Faults = (call: Call) => Fault | undefined;
