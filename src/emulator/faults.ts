/** The parts of a call to the emulator by which a test chooses a fault. */
export interface Call {
  /** Service name in the credential scope; `execute-api` for an unsigned request. */
  readonly service: string;
  /** Operation of the JSON and query protocols (`GenerateDataKey`). It is '' for REST, where method and path name it. */
  readonly operation: string;
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** The caller's session token: `<function>-session` from a function, undefined from outside. */
  readonly session: string | undefined;
  /** May contain secrets. */
  readonly body: Buffer;
}

/** What goes wrong with one call. Tests of programs that call AWS use this. */
export type Fault =
  | { readonly type: 'delay'; readonly milliseconds: number }
  /** The call is refused and has no effect. */
  | { readonly type: 'error'; readonly code: string; readonly status: number }
  /** The connection breaks before the call has an effect. */
  | { readonly type: 'reset' }
  /** The call has its effect, but the connection breaks before the answer. */
  | { readonly type: 'lost-answer' }
  /** The call gets no answer, and the connection stays open until the client gives up. */
  | { readonly type: 'silence'; readonly done: boolean };

/** Chooses a fault for a call, or undefined for none. */
export type Faults = (call: Call) => Fault | undefined;
