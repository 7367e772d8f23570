/** Another tenant's use of a wallet, from the time before wallets had owners. An operator decides. */
export interface WalletConflict {
  readonly tenant: string;
  /** How many boletos it issued on the wallet. */
  readonly boletos: number;
}

/** An address, in the fields of the API. */
export interface BeneficiaryAddress {
  readonly zipcode?: string | null | undefined;
  readonly street?: string | null | undefined;
  readonly street_number?: string | number | null | undefined;
  readonly complementary?: string | null | undefined;
  readonly neighborhood?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly state?: string | null | undefined;
}

/** Whose account a wallet is, as an operator says. POST /boletos fills in what a request leaves out. Null: not known. */
export interface WalletBeneficiary {
  readonly beneficiary_name: string | null;
  /** CPF or CNPJ without punctuation. */
  readonly beneficiary_document_number: string | null;
  readonly beneficiary_address: BeneficiaryAddress | null;
  /** Check digits as the bank prints them: a digit, X or P. */
  readonly agency_digit: string | null;
  readonly account_digit: string | null;
  /** The account that slips print, where `issuer_account` is an agreement. */
  readonly bank_account: string | null;
}

/** A wallet: the bank account and the carteira in which title ids are unique. It has one owner. */
export interface WalletRecord extends WalletBeneficiary {
  /** The bank's code, as in `237`, or `development`. All issuers of one bank share its wallets. */
  readonly bank: string;
  /** The next three are without leading zeros, which make no difference to a bank. */
  readonly issuer_agency: string;
  readonly issuer_account: string;
  readonly issuer_wallet: string;
  /** The last number that was taken or reserved; 0 before the first. */
  readonly last_title_id: number;
  /** The bank's largest number. */
  readonly title_id_limit: number;
  readonly used_percent: number;
  readonly conflicts: readonly WalletConflict[];
}

/** A wallet with its owner. */
export interface OwnedWallet extends WalletRecord {
  /** Null: no tenant may issue on it. */
  readonly tenant: string | null;
}

/** Who calls the API, with one or more keys. */
export interface TenantRecord {
  readonly id: string;
  /** URLs of the queues that its boletos may name; null: the only tenant of an installation may name any of its account. */
  readonly allowed_queues: readonly string[] | null;
  /** `later`: its queue is sent nothing of what the answer to a request with an Idempotency-Key already says. */
  readonly notify: 'always' | 'later';
  /** Days for which a payer's data must stay after the due date. */
  readonly payer_retention_days: number;
  /** The wallets that it may issue on. */
  readonly wallets: readonly WalletRecord[];
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
  readonly what: 'registration' | 'payment' | 'cancellation' | 'retry' | 'notification' | 'erasure';
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
  /** Check digits, and the bank account where `issuer_account` is an agreement. */
  readonly issuer_agency_digit: string | null;
  readonly issuer_account_digit: string | null;
  readonly issuer_bank_account: string | null;
  readonly title_id: number;
  readonly document_type: string | null;
  /** Cents. */
  readonly amount: number;
  readonly paid_amount: number;
  /** The terms of payment, as in the API. */
  readonly discounts: readonly Readonly<Record<string, unknown>>[] | null;
  readonly days_to_expire: number | null;
  readonly divergent_payment: Readonly<Record<string, unknown>> | null;
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
  /** When an operator erased the payer's data; null if nobody did. */
  readonly payer_erased_at: string | null;
  /** The last 100 changes, the oldest first. A registration at the first attempt is none: the status says so. */
  readonly changes: readonly BoletoChange[];
  readonly outbox: readonly OutboxEntry[];
}

/** A boleto of a payer whose data an operator wants to erase. */
export interface PayerBoleto {
  readonly id: string;
  readonly status: string;
  /** Why the payer's data must stay; null if it may go. */
  readonly kept_because: 'open' | 'retention' | null;
}

interface OfTenant {
  readonly tenant: string;
}

interface Tenant {
  readonly tenant: TenantRecord;
}

/** A tenant that could name any queue until there was a second tenant. */
export interface RestrictedTenant {
  readonly tenant: string;
  readonly allowed_queues: readonly string[];
}

interface Boleto {
  readonly boleto: BoletoLife;
}

/** The link to a boleto's page for its payer. */
export interface PayerLink {
  readonly boleto_url: string;
}

/** Which wallet an operator means, in the words of the API. */
export interface WalletName {
  readonly issuer: string;
  readonly issuer_agency: string;
  readonly issuer_account: string;
  readonly issuer_wallet: string;
}

/** The settings of a tenant. What is left out stays as it is, or has its default in a new tenant. */
export type TenantSettings = Partial<
  Pick<TenantRecord, 'allowed_queues' | 'notify' | 'payer_retention_days'>
>;

type BeneficiaryChanges = {
  readonly [Name in keyof WalletBeneficiary]?: WalletBeneficiary[Name] | undefined;
};

type ConfigurationFields = Omit<TenantConfiguration, 'id' | 'created_at' | 'updated_at'>;

/** The fields of each command of the function `administer`, beside `command`. */
export interface AdministrationRequests {
  readonly 'tenant.list': Readonly<Record<never, never>>;
  readonly 'tenant.show': OfTenant;
  readonly 'tenant.create': OfTenant & TenantSettings;
  readonly 'tenant.update': OfTenant & TenantSettings;
  readonly 'tenant.add-key': OfTenant & { readonly api_key_id: string };
  readonly 'tenant.remove-key': OfTenant & { readonly api_key_id: string };
  /** The wallets of a tenant and those of its conflicts, or without `tenant` all that there are. */
  readonly 'wallet.list': Partial<OfTenant>;
  /** `next_title_id`: the first number to issue, for a wallet that issued elsewhere before. */
  readonly 'wallet.add': OfTenant &
    WalletName &
    BeneficiaryChanges & { readonly next_title_id?: number | undefined };
  /** What is left out stays as it is. */
  readonly 'wallet.update': OfTenant & WalletName & BeneficiaryChanges;
  readonly 'wallet.remove': OfTenant & WalletName;
  readonly 'configuration.list': OfTenant;
  /** Creates a configuration, or replaces the one with that `external_id`. */
  readonly 'configuration.put': OfTenant & ConfigurationFields;
  /** Reads one page of the tenant's boletos. `document`: CPF or CNPJ; `after`: the `next` of the page before. */
  readonly 'payer.find': OfTenant & { readonly document: string; readonly after?: string };
  readonly 'payer.erase': OfTenant & { readonly document: string; readonly boletos: readonly string[] };
  readonly 'boleto.show': { readonly id: string };
  readonly 'boleto.link': { readonly id: string };
  readonly 'boleto.retry': { readonly id: string };
  readonly 'boleto.notify': { readonly id: string };
}

/** The fields of each answer, beside `ok`. */
export interface AdministrationAnswers {
  readonly 'tenant.list': { readonly tenants: readonly TenantRecord[] };
  readonly 'tenant.show': Tenant;
  /** `restricted`: the tenant that was the only one, and the queues that its boletos may name from now on. */
  readonly 'tenant.create': Tenant & { readonly restricted: readonly RestrictedTenant[] };
  readonly 'tenant.update': Tenant;
  readonly 'tenant.add-key': Tenant;
  readonly 'tenant.remove-key': Tenant;
  readonly 'wallet.list': { readonly wallets: readonly OwnedWallet[] };
  readonly 'wallet.add': Tenant;
  readonly 'wallet.update': Tenant;
  readonly 'wallet.remove': Tenant;
  readonly 'configuration.list': { readonly configurations: readonly TenantConfiguration[] };
  readonly 'configuration.put': { readonly configuration: TenantConfiguration };
  readonly 'payer.find': { readonly boletos: readonly PayerBoleto[]; readonly next: string | null };
  readonly 'payer.erase': { readonly erased: number };
  readonly 'boleto.show': Boleto;
  readonly 'boleto.link': PayerLink;
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
