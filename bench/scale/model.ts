/** What the model takes for granted. Those with a source were measured or are AWS's; the others are guesses to be replaced by yours. */
export interface Assumptions {
  /** The busiest second beside the mean one. Guess. */
  readonly peak: number;
  /** GET for each POST. Guess. */
  readonly reads: number;
  /** Seconds that the bank takes to answer; five is all that a request waits (docs/registration.md). Guess. */
  readonly bankSeconds: number;
  /** Seconds of a POST besides the bank, and of a GET: one request at a time (docs/performance.md) and its way. */
  readonly postSeconds: number;
  readonly readSeconds: number;
  /** POST a second that one PostgreSQL took from ten connections on two shared cores (docs/performance.md). */
  readonly measuredPosts: number;
  /** Kilobytes of a boleto in the database, indexes included. Guess. */
  readonly rowKilobytes: number;
  /** Kilobytes of log lines of a boleto's whole life. Guess. */
  readonly logKilobytes: number;
  /** Environments of execution that an account may have at once before it asks for more. AWS's. */
  readonly concurrency: number;
  /** Connections that one environment of execution holds at most (src/service/database/connection.ts). */
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

/** The class that the documents count with. @param boletos a month */
export function databaseFor(boletos: number): Database {
  if (boletos <= 10_000) return MICRO;
  return boletos <= 10_000_000 ? LARGE : LARGER;
}

export interface Estimate {
  /** POST a second at the peak. */
  readonly posts: number;
  /** Functions that run at once at the peak. */
  readonly concurrency: number;
  /** Connections that PostgreSQL must be able to take. */
  readonly connections: number;
  /** Connections that the class takes. */
  readonly maxConnections: number;
  /** GB that a month adds to the database. */
  readonly growth: number;
  /** Use of each limit at the peak, 1 being all of it. */
  readonly use: Readonly<
    Record<'connections' | 'Lambda concurrency' | 'POST of the measured PostgreSQL', number>
  >;
  /** US dollars a month. */
  readonly cost: Readonly<Record<string, number>>;
  readonly total: number;
}

const SECONDS = 30 * 24 * 3_600;
const HOURS = 730;
/** Metrics that alarms look at (infrastructure/modules/monitoring): errors and throttles of eleven functions, nine others. */
const ALARMS = 2 * 11 + 9;
/** Of the service itself, by environment, and those of boletos by issuer besides. How many issuers is a guess. */
const METRICS = 11 + 6 * 3;

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html: memory in bytes / 9531392, 5000 at most. */
export function maxConnections({ memory }: Database): number {
  return Math.min(5_000, Math.floor((memory * 1024 ** 3) / 9_531_392));
}

/**
 * What a number of boletos a month asks for. By Little's law what runs at once is what comes a second times how long it
 * takes; everything else is multiplication.
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

/** List prices of us-east-1; docs/operations.md says where each was found. Without free tiers, transfer and backups. */
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
