import { QueryService } from '../aws/query-service.js';
import type { EmulatorContext } from '../aws/service.js';

/** STS with GetCallerIdentity only. The emulator has one identity. */
export class StsService extends QueryService {
  readonly #context: EmulatorContext;

  constructor(context: EmulatorContext) {
    super('sts', 'STS', 'https://sts.amazonaws.com/doc/2011-06-15/');
    this.#context = context;
  }

  protected readonly actions = {
    GetCallerIdentity: () => {
      const { account, credentials } = this.#context;
      const Arn = `arn:aws:iam::${account}:user/local-stage`;
      return { Arn, UserId: credentials.accessKeyId, Account: account };
    },
  };
}
