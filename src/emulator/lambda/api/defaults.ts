import type { Catalog } from '../catalog.js';
import { resourceNotFound } from '../errors.js';
import { answer, type Operation, param } from './call.js';

/** Questions for settings that a function of the stage cannot have: answered as of a function that has none. Terraform asks them of every function. */
export function defaultOperations(catalog: Catalog): Record<string, Operation> {
  return {
    GetFunctionCodeSigningConfig: (call) =>
      answer(call, 200, { FunctionName: catalog.get(param(call, 'FunctionName')).name }),
    GetRuntimeManagementConfig: (call) =>
      answer(call, 200, {
        UpdateRuntimeOn: 'Auto',
        FunctionArn: catalog.resolve(param(call, 'FunctionName'), call.query.get('Qualifier') ?? undefined)
          .arn,
      }),
    GetFunctionEventInvokeConfig: (call) => {
      const { arn } = catalog.resolve(param(call, 'FunctionName'), call.query.get('Qualifier') ?? undefined);
      throw resourceNotFound(`The function ${arn} doesn't have an EventInvokeConfig`);
    },
  };
}
