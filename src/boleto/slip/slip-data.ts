import type { IssuedBoleto } from '../issue.js';

/** Where a party lives; every part may be missing. */
export interface SlipAddress {
  readonly street?: string;
  readonly streetNumber?: string;
  readonly complement?: string;
  readonly neighborhood?: string;
  readonly city?: string;
  /** Two letters. */
  readonly state?: string;
  /** CEP, eight digits. */
  readonly zipCode?: string;
}

export interface SlipParty {
  readonly name: string;
  /** CPF or CNPJ, with or without punctuation, its check digits right. */
  readonly document: string;
  readonly address?: SlipAddress;
}

/** What a slip shows. Amount, bank and digitable line are read from the barcode, so that they cannot contradict it. */
export interface SlipData {
  /** What `issue` answered; or barcode and nosso número as the bank's registration answered them. */
  readonly boleto: Pick<IssuedBoleto, 'barcode' | 'formattedTitleId'>;
  /** `YYYY-MM-DD`; null only where the barcode has none either. */
  readonly dueDate: string | null;
  /** Agência/código do beneficiário as the bank prints it: `3381-2/0009721-3`. */
  readonly agencyAndCode: string;
  /** Carteira as the bank prints it. */
  readonly wallet: string;
  readonly beneficiary: SlipParty;
  readonly payer: SlipParty;
  /** Sacador/avalista: who the beneficiary collects for. */
  readonly guarantor?: SlipParty;
  /** Número do documento: the beneficiary's own number of the debt. */
  readonly documentNumber?: string;
  /** Espécie do documento: `DM`, `DS`, `RC`, … */
  readonly documentKind?: string;
  /** Aceite; `N` when left out. */
  readonly acceptance?: 'A' | 'N' | 'S';
  /** `YYYY-MM-DD`. */
  readonly documentDate: string;
  /** `YYYY-MM-DD`; the document's date when left out. */
  readonly processingDate?: string;
  /** Local de pagamento; `PAGÁVEL EM QUALQUER BANCO` when left out. */
  readonly paymentPlace?: string;
  /** The issuer's name; the library's own for the banks that it knows. */
  readonly bankName?: string;
  /** For the cashier, under the beneficiary's responsibility. A line each; long ones are broken. */
  readonly instructions?: readonly string[];
  /** What the debt is for; on the payer's part only. */
  readonly statement?: readonly string[];
  /** BR Code of the same title (Pix copia e cola), as the bank's registration answered it. */
  readonly pix?: string;
}
