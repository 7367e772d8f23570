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

/** The beneficiary, the payer or the beneficiário final. */
export interface SlipParty {
  readonly name: string;
  /** CPF or CNPJ with right check digits, with or without punctuation. */
  readonly document: string;
  readonly address?: SlipAddress;
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
  readonly beneficiary: SlipParty;
  readonly payer: SlipParty;
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
  /** Instructions to the cashier, for which the beneficiary is responsible: one line each. Long ones are broken. */
  readonly instructions?: readonly string[];
  /** Demonstrativo: what the debt is for. Only the payer's receipt shows it. */
  readonly statement?: readonly string[];
  /** BR Code of the same title (Pix copia e cola), from the bank's answer to the registration. */
  readonly pix?: string;
}
