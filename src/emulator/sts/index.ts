import { escapeXml, queryAnswer, queryError } from '../aws/protocols.js';
import {
  type AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
  notSupported,
} from '../aws/service.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** STS as far as it tells who somebody is: the stage has one identity. */
export class StsService implements AwsService {
  readonly scope = 'sts';
  readonly #context: EmulatorContext;

  constructor(context: EmulatorContext) {
    this.#context = context;
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const action = new URLSearchParams(request.body.toString()).get('Action') ?? '';
    if (action !== 'GetCallerIdentity') throw notSupported('STS', action);
    const { account, credentials } = this.#context;
    const result =
      `<Arn>arn:aws:iam::${account}:user/local-stage</Arn>` +
      `<UserId>${escapeXml(credentials.accessKeyId)}</UserId><Account>${account}</Account>`;
    return queryAnswer(request, action, NAMESPACE, result);
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return queryError(request, error, NAMESPACE);
  }

  async stop(): Promise<void> {}
}
