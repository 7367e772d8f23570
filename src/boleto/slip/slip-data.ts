import type { BeneficiaryAccount } from '../banks/bank.js';
import type { IssuedBoleto } from '../issue.js';

/** The address of a party. Every part may be missing. */
export interface SlipAddress {
  readonly street?: string;
  readonly streetNumber?: string;
  readonly complement?: string;
  readonly neighborhood?: string;
  readonly city?: string;
  /** UF, two letters. */
  readonly state?: string;
  /** CEP, eight digits. */
  readonly zipCode?: string;
}

/** The payer or the beneficiário final. */
export interface SlipParty {
  readonly name: string;
  /** CPF or CNPJ with right check digits, with or without punctuation. */
  readonly document: string;
  readonly address?: SlipAddress;
}

/** The beneficiary, whose address a slip must show (Lei 12.039/2009). */
export interface SlipBeneficiary extends SlipParty {
  /** At least one part of it. */
  readonly address: SlipAddress;
}

/** Exactly one of the two. */
export interface SlipPrice {
  /** Per cent. */
  readonly percentage?: number;
  /** In cents. */
  readonly amount?: number;
}

/** How much is to be paid when. The slip prints a line of instructions for each, in Portuguese. */
export interface SlipCharges {
  /** Percentage a month or amount a day, from `days` after the due date on. Default: 1. */
  readonly interest?: SlipPrice & { readonly days?: number };
  /** Percentage or amount, from `days` after the due date on. Default: 1. */
  readonly fine?: SlipPrice & { readonly days?: number };
  /** `until` is the last day of the discount, `YYYY-MM-DD`. */
  readonly discounts?: readonly (SlipPrice & { readonly until: string })[];
  /** Days after the due date on which the boleto can still be paid; 0 is none. */
  readonly daysToExpire?: number;
  /** The payer may pay another amount: any, or any from a minimum in cents on. */
  readonly divergentPayment?: { readonly minimum?: number };
}

/** The content of a slip. The amount, the bank and the digitable line come from the barcode, so they cannot contradict it. */
export interface SlipData {
  /** The result of `issue`, or the barcode and the nosso número from the bank's answer to the registration. */
  readonly boleto: Pick<IssuedBoleto, 'barcode' | 'formattedTitleId'>;
  /** `YYYY-MM-DD`; null if the barcode has no due date either. */
  readonly dueDate: string | null;
  /**
   * The beneficiary's numbers, of which the slip prints those that the bank prints. What the barcode has may be left out:
   * at Bradesco and Itaú all of it, at Caixa and Santander all but `agency`.
   */
  readonly account?: BeneficiaryAccount;
  /** Agência/código do beneficiário as the bank prints it: `3381-2/0009721-3`. Only for a layout that is not known. */
  readonly agencyAndCode?: string;
  /** Carteira as the bank prints it. Only for a layout that is not known. */
  readonly wallet?: string;
  readonly beneficiary: SlipBeneficiary;
  readonly payer: SlipParty;
  /** Whether to hide most of the payer's document, as `maskedDocument` does. Default: false. */
  readonly masksPayer?: boolean;
  /** Beneficiário final: the party for whom the beneficiary collects (until 2021: sacador/avalista). */
  readonly finalBeneficiary?: SlipParty;
  /** Número do documento: the beneficiary's own number for the debt. */
  readonly documentNumber?: string;
  /** Espécie do documento: `DM`, `DS`, `RC`, … */
  readonly documentKind?: string;
  /** Aceite. Default: `N`. */
  readonly acceptance?: 'A' | 'N' | 'S';
  /** Data do documento, `YYYY-MM-DD`. */
  readonly documentDate: string;
  /** Data do processamento, `YYYY-MM-DD`. Default: the date of the document. */
  readonly processingDate?: string;
  /** Local de pagamento. Default: `PAGÁVEL EM QUALQUER BANCO`. */
  readonly paymentPlace?: string;
  /** Name of the bank. Default: the library's own, for the banks that it knows. */
  readonly bankName?: string;
  /** Conditions of payment, which are the first of the instructions. */
  readonly charges?: SlipCharges;
  /**
   * Instructions to the cashier, for which the beneficiary is responsible: one line each. Long ones are broken, and those
   * that do not fit on the ficha de compensação follow in the Demonstrativo of the receipt.
   */
  readonly instructions?: readonly string[];
  /** Demonstrativo: what the debt is for. Only the payer's receipt shows it. */
  readonly statement?: readonly string[];
  /** BR Code of the same title (Pix copia e cola), from the bank's answer to the registration. */
  readonly pix?: string;
}
