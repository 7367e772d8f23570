import { randomBytes, randomInt } from 'node:crypto';
import type { Credstash } from '../../credstash/index.js';
import type { Environment, SimulatorName } from '../../project/index.js';
import type { Stage } from '../stage.js';

/** How the service finds a bank: the variable that holds its address, and the credentials in its secret. */
interface Connection {
  readonly variable: string;
  /** The secret's members that are the user and the password. */
  readonly user: string;
  readonly password: string;
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
 * Runs the environment's simulators, with the credentials that credstash holds for them, made the first time; those
 * that the environment does not name stop.
 *
 * @returns the functions' variables that lead to them
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

/** What the gateway passes on to each bank. */
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
