/** A REST API with one stage, every route a proxy of a function. */
export interface ApiDefinition {
  readonly name: string;
  /** First segment of every path. */
  readonly stage: string;
  readonly routes: readonly ApiRoute[];
  /** Of which bodies travel in base64 between API Gateway and a function, such as `application/pdf`; none when left out. */
  readonly binaryMediaTypes?: readonly string[];
  /** Any of them opens every route that needs one; none: the API is open. A value is a secret. */
  readonly apiKeys: readonly ApiKey[];
  /** The usage plan's throttle, for each key on its own and for all requests without one: requests a second, and how many at once. */
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

export interface ApiRoute {
  /** `GET`, `POST`, … or `ANY`. */
  readonly method: string;
  /** `/boletos/{id}`; `{rest+}` takes all that is left. */
  readonly path: string;
  /** May carry an alias: `function:current`. */
  readonly functionName: string;
  /** False for a route that needs no API key, whatever keys there are. */
  readonly apiKey?: boolean;
}

export interface ApiKey {
  readonly name: string;
  readonly value: string;
}
