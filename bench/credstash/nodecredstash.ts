import { createRequire } from 'node:module';
import { serve } from './contestant.js';

interface Nodecredstash {
  getSecret(options: { name: string }): Promise<string>;
  putSecret(options: { name: string; secret: string; version: number | string }): Promise<unknown>;
  incrementVersion(options: { name: string }): Promise<string>;
  getAllSecrets(): Promise<Record<string, string>>;
}

/** Loaded from the folder where the bench installed it. */
const open = createRequire(`${process.env.PEER}/`)('nodecredstash') as (options: object) => Nodecredstash;

serve(({ endpoint, region, accessKeyId, secretAccessKey, table, key }) => {
  const awsOpts = { endpoint, region, accessKeyId, secretAccessKey };
  const credstash = open({ table, kmsKey: key, awsOpts });
  return {
    get: (name) => credstash.getSecret({ name }),
    put: (name, secret, version) => credstash.putSecret({ name, secret, version }),
    // nodecredstash never reads the latest version first.
    forcePut: (name, secret, version) => credstash.putSecret({ name, secret, version }),
    async putNext(name, secret) {
      const version = await credstash.incrementVersion({ name });
      return await credstash.putSecret({ name, secret, version });
    },
    getAll: async () => Object.keys(await credstash.getAllSecrets()).length,
  };
});
