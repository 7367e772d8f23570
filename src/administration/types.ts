/** Who calls the API, by one or more of its keys. */
export interface TenantRecord {
  readonly id: string;
  /** URLs of the queues that its boletos may name; null: any of the service's account and region. */
  readonly allowed_queues: readonly string[] | null;
  /** API Gateway's ids of its keys, which are no secrets. */
  readonly api_key_ids: readonly string[];
  /** ISO 8601 in UTC. */
  readonly created_at: string;
  readonly updated_at: string;
}

/** At whom a tenant's boletos are issued, by a name of the tenant's choice; `default` fills in what a request leaves out. */
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

/** A message that the outbox has still to send. */
export interface OutboxEntry {
  readonly id: number;
  readonly kind: 'registration' | 'notification' | 'dead-letter';
  /** Of a notification: the status that it tells. */
  readonly status: string | null;
  /** ISO 8601 in UTC; nobody sends it before. */
  readonly due_at: string;
  /** Times that it could not be sent, or is being sent. */
  readonly attempts: number;
}

/** Where a boleto stands, and what is still to happen to it. Nothing of its payer is told. */
export interface BoletoLife {
  readonly id: string;
  readonly tenant_id: string;
  readonly status: string;
  /** Whether it is to be registered at all. */
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
  /** The bank's last word on its registration, and on its payment. */
  readonly issuer_response_code: string | null;
  readonly bank_response_code: string | null;
  readonly registration_attempts: number;
  readonly attempts_allowed: number;
  /** ISO 8601: until then one attempt has it for itself; null: none has. */
  readonly registering_until: string | null;
  readonly queue_url: string;
  readonly reference_id: string | null;
  /** Of the request that created it. */
  readonly request_id: string | null;
  readonly traceparent: string | null;
  readonly created_at: string;
  readonly updated_at: string;
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

/** What each command of the function `administer` takes beside `command`. */
export interface AdministrationRequests {
  readonly 'tenant.list': Readonly<Record<never, never>>;
  readonly 'tenant.show': OfTenant;
  readonly 'tenant.create': OfTenant & Pick<TenantRecord, 'allowed_queues'>;
  readonly 'tenant.update': OfTenant & Pick<TenantRecord, 'allowed_queues'>;
  readonly 'tenant.add-key': OfTenant & { readonly api_key_id: string };
  readonly 'tenant.remove-key': OfTenant & { readonly api_key_id: string };
  readonly 'configuration.list': OfTenant;
  /** Makes it, or replaces the tenant's one of that `external_id`. */
  readonly 'configuration.put': OfTenant & ConfigurationFields;
  readonly 'boleto.show': { readonly id: string };
  readonly 'boleto.retry': { readonly id: string };
  readonly 'boleto.notify': { readonly id: string };
}

/** What it answers beside `ok`. */
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

/** What it answers when it did nothing: data, since a thrown error would lose its fields. */
export interface AdministrationFailure {
  readonly ok: false;
  readonly error: {
    /** Stable, upper snake case. */
    readonly code: string;
    readonly message: string;
  };
}
