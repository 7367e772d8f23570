import { z } from 'zod';
import type { Catalog } from '../catalog.js';
import { parseInput } from '../errors.js';
import { answer, bodyOf, type Operation, param } from './call.js';

const input = z.object({ Tags: z.record(z.string(), z.string()) });

export function tagOperations(catalog: Catalog): Record<string, Operation> {
  return {
    ListTags: (call) => answer(call, 200, { Tags: catalog.get(param(call, 'Resource')).tags }),
    TagResource: (call) => {
      const record = catalog.get(param(call, 'Resource'));
      record.tags = { ...record.tags, ...parseInput(input, bodyOf(call)).Tags };
      catalog.save();
      return answer(call, 204);
    },
    UntagResource: (call) => {
      const record = catalog.get(param(call, 'Resource'));
      for (const key of call.query.getAll('tagKeys')) delete record.tags[key];
      catalog.save();
      return answer(call, 204);
    },
  };
}
