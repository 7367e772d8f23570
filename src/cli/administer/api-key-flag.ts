import { Flags } from '@oclif/core';

export const apiKeyFlags = {
  'api-key-id': Flags.string({
    description: "API Gateway's id of the key, not its value",
    helpValue: 'ID',
    required: true,
  }),
};
