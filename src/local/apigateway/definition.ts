/** A REST API with one stage, every route a proxy of a function. */
export interface ApiDefinition {
  readonly name: string;
  /** First segment of every path. */
  readonly stage: string;
  readonly routes: readonly ApiRoute[];
  /** Any of them opens every route; none: the API is open. A value is a secret. */
  readonly apiKeys: readonly ApiKey[];
  /** The usage plan's throttle, for each key on its own: requests a second, and how many at once. */
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

export interface ApiRoute {
  /** `GET`, `POST`, … or `ANY`. */
  readonly method: string;
  /** `/boletos/{id}`; `{rest+}` takes all that is left. */
  readonly path: string;
  /** May carry an alias: `function:current`. */
  readonly functionName: string;
}

export interface ApiKey {
  readonly name: string;
  readonly value: string;
}
