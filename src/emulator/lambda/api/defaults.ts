import type { Catalog } from '../catalog.js';
import { resourceNotFound } from '../errors.js';
import { answer, type Operation, param } from './call.js';

/** Operations that read settings which the emulator does not have. They answer that none is set; Terraform calls them. */
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
