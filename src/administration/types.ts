/** Who calls the API, with one or more keys. */
export interface TenantRecord {
  readonly id: string;
  /** URLs of the queues that its boletos may name; null: any queue of the service's account and region. */
  readonly allowed_queues: readonly string[] | null;
  /** API Gateway's ids of its keys. An id is no secret. */
  readonly api_key_ids: readonly string[];
  /** ISO 8601 in UTC. */
  readonly created_at: string;
  readonly updated_at: string;
}

/**
 * The bank account that issues a tenant's boletos, under a name that the tenant chooses. The one named `default` fills
 * in what a request leaves out.
 */
export interface TenantConfiguration {
  readonly id: string;
  readonly external_id: string;
  readonly issuer: string;
  readonly issuer_agency: string;
  readonly issuer_account: string;
  readonly issuer_wallet: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A message that is still to be sent. */
export interface OutboxEntry {
  readonly id: number;
  readonly kind: 'registration' | 'notification' | 'dead-letter';
  /** The status that a notification reports; null for other kinds. */
  readonly status: string | null;
  /** ISO 8601 in UTC; it is not sent before. */
  readonly due_at: string;
  /** Number of attempts to send it, one under way included. */
  readonly attempts: number;
}

/** One change of a boleto. It contains no data of the payer. */
export interface BoletoChange {
  readonly what: 'registration' | 'payment' | 'cancellation' | 'retry' | 'notification';
  /** The changed fields before the change; null if there are none. */
  readonly before: Readonly<Record<string, string | number | null>> | null;
  readonly after: Readonly<Record<string, string | number | null>> | null;
  /** API Gateway's id of the key of the request; null for the registration and for an operator. */
  readonly api_key_id: string | null;
  readonly request_id: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** The state of a boleto, what changed it, and what is still to be sent for it. It contains no data of the payer. */
export interface BoletoLife {
  readonly id: string;
  readonly tenant_id: string;
  readonly status: string;
  /** Whether it is to be registered at a bank. */
  readonly register: boolean;
  readonly issuer: string;
  readonly issuer_agency: string;
  readonly issuer_account: string;
  readonly issuer_wallet: string;
  readonly title_id: number;
  /** Cents. */
  readonly amount: number;
  readonly paid_amount: number;
  /** Civil date, `YYYY-MM-DD`. */
  readonly expiration_date: string;
  /** The bank's last response code for the registration, and for the payment. */
  readonly issuer_response_code: string | null;
  readonly bank_response_code: string | null;
  readonly registration_attempts: number;
  readonly attempts_allowed: number;
  /** ISO 8601: until then one attempt has exclusive use of it; null: no attempt is under way. */
  readonly registering_until: string | null;
  readonly queue_url: string;
  readonly reference_id: string | null;
  /** The id of the request that created it. */
  readonly request_id: string | null;
  readonly traceparent: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  /** The last 100 changes, the oldest first. A registration at the first attempt is none: the status says so. */
  readonly changes: readonly BoletoChange[];
  readonly outbox: readonly OutboxEntry[];
}

interface OfTenant {
  readonly tenant: string;
}

interface Tenant {
  readonly tenant: TenantRecord;
}

interface Boleto {
  readonly boleto: BoletoLife;
}

type ConfigurationFields = Omit<TenantConfiguration, 'id' | 'created_at' | 'updated_at'>;

/** The fields of each command of the function `administer`, beside `command`. */
export interface AdministrationRequests {
  readonly 'tenant.list': Readonly<Record<never, never>>;
  readonly 'tenant.show': OfTenant;
  readonly 'tenant.create': OfTenant & Pick<TenantRecord, 'allowed_queues'>;
  readonly 'tenant.update': OfTenant & Pick<TenantRecord, 'allowed_queues'>;
  readonly 'tenant.add-key': OfTenant & { readonly api_key_id: string };
  readonly 'tenant.remove-key': OfTenant & { readonly api_key_id: string };
  readonly 'configuration.list': OfTenant;
  /** Creates a configuration, or replaces the one with that `external_id`. */
  readonly 'configuration.put': OfTenant & ConfigurationFields;
  readonly 'boleto.show': { readonly id: string };
  readonly 'boleto.retry': { readonly id: string };
  readonly 'boleto.notify': { readonly id: string };
}

/** The fields of each answer, beside `ok`. */
export interface AdministrationAnswers {
  readonly 'tenant.list': { readonly tenants: readonly TenantRecord[] };
  readonly 'tenant.show': Tenant;
  readonly 'tenant.create': Tenant;
  readonly 'tenant.update': Tenant;
  readonly 'tenant.add-key': Tenant;
  readonly 'tenant.remove-key': Tenant;
  readonly 'configuration.list': { readonly configurations: readonly TenantConfiguration[] };
  readonly 'configuration.put': { readonly configuration: TenantConfiguration };
  readonly 'boleto.show': Boleto;
  readonly 'boleto.retry': Boleto;
  readonly 'boleto.notify': Boleto;
}

export type AdministrationCommand = keyof AdministrationRequests;

/** The answer to a command that was refused. It is data, because Lambda drops the fields of a thrown error. */
export interface AdministrationFailure {
  readonly ok: false;
  readonly error: {
    /** Stable, upper snake case. */
    readonly code: string;
    readonly message: string;
  };
}
