/** The assumptions of the model. Those without a source are guesses; replace them with your own figures. */
export interface Assumptions {
  /** Requests in the busiest second, as a multiple of the mean. Guess. */
  readonly peak: number;
  /** GET for each POST. Guess. */
  readonly reads: number;
  /** Seconds that the bank takes to answer. A request waits at most five (docs/registration.md). Guess. */
  readonly bankSeconds: number;
  /**
   * Seconds of a POST without the bank, and of a GET: measured one at a time (docs/performance.md), plus the network.
   */
  readonly postSeconds: number;
  readonly readSeconds: number;
  /** POST a second that one PostgreSQL handled over ten connections on two shared cores (docs/performance.md). */
  readonly measuredPosts: number;
  /** Kilobytes of a boleto in the database, indexes included. Guess. */
  readonly rowKilobytes: number;
  /** Kilobytes of log lines of a boleto's whole life. Guess. */
  readonly logKilobytes: number;
  /** Functions that an account may run at once: AWS's default quota. */
  readonly concurrency: number;
  /** Connections that one function holds at most while it runs (src/service/database/connection.ts). */
  readonly held: number;
}

export const ASSUMPTIONS: Assumptions = {
  peak: 10,
  reads: 2,
  bankSeconds: 1,
  postSeconds: 0.1,
  readSeconds: 0.02,
  measuredPosts: 385,
  rowKilobytes: 3,
  logKilobytes: 3,
  concurrency: 1_000,
  held: 2,
};

/** An RDS class: memory in GiB, US dollars an hour for one instance, and whether a standby doubles that. */
export interface Database {
  readonly name: string;
  readonly memory: number;
  readonly hourly: number;
  readonly standby: boolean;
}

const MICRO: Database = { name: 'db.t4g.micro', memory: 1, hourly: 0.016, standby: false };
const LARGE: Database = { name: 'db.m7g.large', memory: 8, hourly: 0.168, standby: true };
const LARGER: Database = { name: 'db.m7g.4xlarge', memory: 64, hourly: 1.344, standby: true };

/** Returns the RDS class that the docs assume. @param boletos a month */
export function databaseFor(boletos: number): Database {
  if (boletos <= 10_000) return MICRO;
  return boletos <= 10_000_000 ? LARGE : LARGER;
}

/**
 * Returns the largest number of execution environments that a limit of API Gateway lets run at once, if each request takes
 * `seconds`: within that time it lets the burst through, and then `rate` a second.
 */
export function environmentsAtMost(
  { rate, burst }: { rate: number; burst: number },
  seconds: number,
): number {
  return Math.ceil(burst + rate * seconds);
}

export interface Estimate {
  /** POST a second at the peak. */
  readonly posts: number;
  /** Functions that run at once at the peak. */
  readonly concurrency: number;
  /** Connections that the functions open. */
  readonly connections: number;
  /** Connections that the class allows. */
  readonly maxConnections: number;
  /** GB that a month adds to the database. */
  readonly growth: number;
  /** Use of each limit at the peak; 1 is all of it. */
  readonly use: Readonly<
    Record<'connections' | 'Lambda concurrency' | 'POST of the measured PostgreSQL', number>
  >;
  /** US dollars a month. */
  readonly cost: Readonly<Record<string, number>>;
  readonly total: number;
}

const SECONDS = 30 * 24 * 3_600;
const HOURS = 730;
/**
 * Metrics with an alarm (infrastructure/modules/monitoring): errors and throttles of eleven functions, and ten others.
 */
const ALARMS = 2 * 11 + 10;
/** The service's own metrics: 12 of the environment, and 7 of each issuer. Three issuers are a guess. */
const METRICS = 12 + 7 * 3;

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html: memory in bytes / 9531392, 5000 at most. */
export function maxConnections({ memory }: Database): number {
  return Math.min(5_000, Math.floor((memory * 1024 ** 3) / 9_531_392));
}

/**
 * Estimates what a number of boletos a month needs and costs. By Little's law, the requests that run at once are the
 * requests a second times the seconds of each.
 *
 * @example estimate(1_000_000, { name: 'db.m7g.large', memory: 8, hourly: 0.168, standby: true }).connections
 */
export function estimate(boletos: number, database: Database, changes: Partial<Assumptions> = {}): Estimate {
  const given = { ...ASSUMPTIONS, ...changes };
  const posts = (boletos / SECONDS) * given.peak;
  const concurrency =
    posts * (given.postSeconds + given.bankSeconds) + posts * given.reads * given.readSeconds;
  const connections = Math.ceil(concurrency * given.held);
  const cost = monthlyCost(boletos, database, given);
  return {
    posts,
    concurrency,
    connections,
    maxConnections: maxConnections(database),
    growth: (boletos * given.rowKilobytes) / 1_000_000,
    use: {
      connections: connections / maxConnections(database),
      'Lambda concurrency': concurrency / given.concurrency,
      'POST of the measured PostgreSQL': posts / given.measuredPosts,
    },
    cost,
    total: Object.values(cost).reduce((sum, dollars) => sum + dollars, 0),
  };
}

/**
 * Returns US dollars a month from list prices of us-east-1 (sources: docs/operations.md), without free tiers, transfer
 * and backups.
 */
function monthlyCost(boletos: number, database: Database, given: Assumptions): Record<string, number> {
  const { reads, bankSeconds, postSeconds, readSeconds } = given;
  const requests = boletos * (1 + reads);
  const gigabyteSeconds = 0.5 * boletos * (postSeconds + bankSeconds + reads * readSeconds);
  const copies = database.standby ? 2 : 1;
  return {
    'API Gateway, 3.50 a million': (requests / 1e6) * 3.5,
    'Lambda, 0.20 a million and 0.0000133334 a GB-second':
      (requests / 1e6) * 0.2 + gigabyteSeconds * 0.0000133334,
    'SQS, 0.40 a million, two messages of three requests a boleto': ((boletos * 6) / 1e6) * 0.4,
    'Logs, 0.50 a GB': ((boletos * given.logKilobytes) / 1e6) * 0.5,
    [`${database.name}, ${database.hourly} an hour${database.standby ? ', twice' : ''}`]:
      HOURS * database.hourly * copies,
    'Storage, 0.115 a GB, of twelve months':
      Math.max(20, (boletos * 12 * given.rowKilobytes) / 1e6) * 0.115 * copies,
    'Endpoints of KMS and SQS in two zones, 0.01 an hour each': 4 * HOURS * 0.01,
    'NAT gateway, 0.045 an hour': HOURS * 0.045,
    'Key, alarms, metrics and dashboard': 1 + ALARMS * 0.1 + METRICS * 0.3 + 3,
  };
}
