import { escapeXml, queryAnswer, queryError } from '../aws/protocols.js';
import {
  type AwsError,
  notSupported,
  type StageContext,
  type StageRequest,
  type StageResponse,
  type StageService,
} from '../aws/service.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** STS as far as it tells who somebody is: the stage has one identity. */
export class StsService implements StageService {
  readonly scope = 'sts';
  readonly #context: StageContext;

  constructor(context: StageContext) {
    this.#context = context;
  }

  async handle(request: StageRequest): Promise<StageResponse> {
    const action = new URLSearchParams(request.body.toString()).get('Action') ?? '';
    if (action !== 'GetCallerIdentity') throw notSupported('STS', action);
    const { account, credentials } = this.#context;
    const result =
      `<Arn>arn:aws:iam::${account}:user/local-stage</Arn>` +
      `<UserId>${escapeXml(credentials.accessKeyId)}</UserId><Account>${account}</Account>`;
    return queryAnswer(request, action, NAMESPACE, result);
  }

  encodeError(error: AwsError, request: StageRequest): StageResponse {
    return queryError(request, error, NAMESPACE);
  }

  async stop(): Promise<void> {}
}
