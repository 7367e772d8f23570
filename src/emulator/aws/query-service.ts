import { queryAnswer, queryError } from './protocols.js';
import {
  type AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  notSupported,
} from './service.js';
import type { Content } from './xml.js';

/** Answers one action with the content of its result element. */
export type QueryAction = (input: URLSearchParams) => Content;

/** The base of every service that speaks awsQuery. The form parameter `Action` names the action. */
export abstract class QueryService implements AwsService {
  readonly scope: string;
  readonly #title: string;
  readonly #namespace: string;

  /**
   * @param title the service's name in the error for an unknown action: `RDS`
   * @param namespace the XML namespace of every answer
   */
  constructor(scope: string, title: string, namespace: string) {
    this.scope = scope;
    this.#title = title;
    this.#namespace = namespace;
  }

  /** Keyed by the names of the service model. The service answers 501 to any other action. */
  protected abstract readonly actions: Readonly<Record<string, QueryAction>>;

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const input = new URLSearchParams(request.body.toString());
    const name = input.get('Action') ?? '';
    const action = Object.hasOwn(this.actions, name) ? this.actions[name] : undefined;
    if (!action) throw notSupported(this.#title, name || 'without an Action');
    return queryAnswer(request, name, this.#namespace, action(input));
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return queryError(request, error, this.#namespace);
  }

  async stop(): Promise<void> {}
}
