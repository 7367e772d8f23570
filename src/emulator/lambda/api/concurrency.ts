import { z } from 'zod';
import type { Catalog } from '../catalog.js';
import { invalidParameter, parseInput } from '../errors.js';
import { answer, bodyOf, type Call, type Operation, param } from './call.js';

const input = z.object({
  ReservedConcurrentExecutions: z.number().int().min(0, 'Member must have value greater than or equal to 0'),
});

export function concurrencyOperations(
  catalog: Catalog,
  accountConcurrency: number,
): Record<string, Operation> {
  return {
    PutFunctionConcurrency: (call) => putConcurrency(catalog, accountConcurrency, call),
    GetFunctionConcurrency: (call) => {
      const { reservedConcurrency } = catalog.get(param(call, 'FunctionName'));
      return answer(call, 200, { ReservedConcurrentExecutions: reservedConcurrency });
    },
    DeleteFunctionConcurrency: (call) => {
      delete catalog.get(param(call, 'FunctionName')).reservedConcurrency;
      catalog.save();
      return answer(call, 204);
    },
    GetAccountSettings: (call) => accountSettings(catalog, accountConcurrency, call),
  };
}

function putConcurrency(catalog: Catalog, accountConcurrency: number, call: Call) {
  const record = catalog.get(param(call, 'FunctionName'));
  const asked = parseInput(input, bodyOf(call)).ReservedConcurrentExecutions;
  if (asked > accountConcurrency - reservedByOthers(catalog, record.name)) {
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [0].`,
    );
  }
  record.reservedConcurrency = asked;
  catalog.save();
  return answer(call, 200, { ReservedConcurrentExecutions: asked });
}

function accountSettings(catalog: Catalog, accountConcurrency: number, call: Call) {
  const all = catalog.all();
  return answer(call, 200, {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: accountConcurrency,
      UnreservedConcurrentExecutions: accountConcurrency - reservedByOthers(catalog),
    },
    AccountUsage: {
      TotalCodeSize: all.reduce((sum, record) => sum + record.latest.code.size, 0),
      FunctionCount: all.length,
    },
  });
}

function reservedByOthers(catalog: Catalog, name?: string): number {
  return catalog
    .all()
    .filter((record) => record.name !== name)
    .reduce((sum, record) => sum + (record.reservedConcurrency ?? 0), 0);
}
