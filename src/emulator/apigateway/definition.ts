/** A REST API with one stage. Every route calls a function. */
export interface ApiDefinition {
  readonly name: string;
  /** First segment of every path. */
  readonly stage: string;
  readonly routes: readonly ApiRoute[];
  /** Media types whose bodies go to and from a function in base64, such as `application/pdf`. Defaults to none. */
  readonly binaryMediaTypes?: readonly string[];
  /** Each key opens every route that needs one. Without keys the API is open. The values are secret. */
  readonly apiKeys: readonly ApiKey[];
  /** The usage plan's throttle, in requests a second and requests at once. Each key has its own, and requests without a key share one. */
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

export interface ApiRoute {
  /** `GET`, `POST`, … or `ANY`. */
  readonly method: string;
  /** `/orders/{id}`; `{rest+}` matches all remaining segments. */
  readonly path: string;
  /** May include an alias: `function:current`. */
  readonly functionName: string;
  /** False for a route that never needs an API key. */
  readonly apiKey?: boolean;
}

export interface ApiKey {
  readonly name: string;
  readonly value: string;
}
