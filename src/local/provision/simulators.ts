import { randomBytes, randomInt } from 'node:crypto';
import type { Credstash } from '../../credstash/index.js';
import type { Environment, SimulatorName } from '../../project/index.js';
import type { Stage } from '../stage.js';

/** How the service connects to a bank: the variable with its URL, and the secret with its credentials. */
interface Connection {
  readonly variable: string;
  /** Names of the secret's members with the user and the password. */
  readonly user: string;
  readonly password: string;
  /** Returns a new secret. */
  first(): Record<string, unknown>;
}

const SECRET_BYTES = 24;

const CONNECTIONS: Readonly<Record<SimulatorName, Connection>> = {
  bradesco: {
    variable: 'BRADESCO_URL',
    user: 'merchant_id',
    password: 'security_key',
    first: () => ({ merchant_id: String(randomInt(100_000_000, 999_999_999)), security_key: randomSecret() }),
  },
  'boleto-api': {
    variable: 'BOLETO_API_URL',
    user: 'user',
    password: 'password',
    first: () => ({ user: 'superbowleto', password: randomSecret(), banks: banks() }),
  },
};

/**
 * Starts the simulators that the environment names, and stops the others. Their credentials are in credstash; the first
 * call creates them.
 *
 * @returns the functions' variables with the simulators' URLs
 */
export async function runSimulators(
  stage: Pick<Stage, 'simulators'>,
  secrets: Credstash,
  { name: environment, simulators }: Pick<Environment, 'name' | 'simulators'>,
): Promise<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const [name, simulator] of Object.entries(stage.simulators)) {
    const running = simulators.find((wanted) => wanted === name);
    if (running === undefined) {
      simulator.run(undefined);
      continue;
    }
    const { variable, user, password, first } = CONNECTIONS[running];
    const secret = await ensureSecret(secrets, `${environment}/providers/${running}`, first);
    simulator.run({ user: String(secret[user]), password: String(secret[password]) });
    variables[variable] = simulator.url;
  }
  return variables;
}

async function ensureSecret(
  secrets: Credstash,
  name: string,
  first: () => Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const found = await secrets.find(name);
  if (found) return JSON.parse(found.value) as Record<string, unknown>;
  const made = first();
  await secrets.put(name, JSON.stringify(made));
  return made;
}

/** Returns new credentials of each bank, which the gateway passes on. */
function banks(): Record<string, Record<string, unknown>> {
  const access = () => ({ username: 'superbowleto', password: randomSecret() });
  return {
    'boleto-api-bradesco-shopfacil': access(),
    'boleto-api-itau': { ...access(), access_key: randomSecret() },
    'boleto-api-banco-do-brasil': { ...access(), wallet_variation: 19 },
    'boleto-api-santander': { username: 'superbowleto' },
    'boleto-api-stone': { access_key: randomSecret() },
  };
}

function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
