import type { Address, Boleto, Charge } from '../../boletos/boleto.js';
import { documentTypeAt } from '../../issuers/features.js';
import { saoPauloDate } from '../../sao-paulo.js';
import { bankDigits, bankText, stateCode } from '../bank-text.js';
import { percentageText } from './percentage.js';

const TITLE_ID_WIDTH = 11;
const WALLET_WIDTH = 2;
const NAME_WIDTH = 40;
const CONTROL_WIDTH = 25;
const OTHER_KIND = '99';

/** Returns the nosso número in the bank's form: a text of 11 digits. */
export function nossoNumero(boleto: Boleto): string {
  return String(boleto.title_id).padStart(TITLE_ID_WIDTH, '0');
}

/** Returns our own number of the title at the bank. */
export function numeroDocumento(boleto: Boleto): string {
  return String(boleto.title_id);
}

/** Makes the body of a registration. Source: apiregistro's fields and their widths, docs/providers.md. */
export function registrationPayload(boleto: Boleto, merchantId: string): Record<string, unknown> {
  return {
    merchant_id: merchantId,
    boleto: {
      carteira: boleto.issuer_wallet.padStart(WALLET_WIDTH, '0'),
      nosso_numero: nossoNumero(boleto),
      numero_documento: numeroDocumento(boleto),
      data_emissao: saoPauloDate(boleto.created_at),
      data_vencimento: boleto.expiration_date,
      valor_titulo: boleto.amount,
      pagador: person(boleto.payer_name, boleto.payer_document_number, boleto.payer_address),
      informacoes_opcionais: {
        ...interest(boleto.interest),
        ...fine(boleto.fine),
        ...discounts(boleto),
        controle_participante: boleto.id.replace(/[^0-9A-Za-z]/g, '').slice(-CONTROL_WIDTH),
        especie: documentTypeAt('bradesco', boleto.document_type) ?? OTHER_KIND,
        ...guarantor(boleto),
      },
    },
  };
}

function interest(charge: Charge | null) {
  return {
    perc_juros: percentageText(charge?.percentage ?? 0),
    valor_juros: charge?.amount ?? 0,
    qtde_dias_juros: daysOf(charge),
  };
}

function fine(charge: Charge | null) {
  return {
    perc_multa_atraso: percentageText(charge?.percentage ?? 0),
    valor_multa_atraso: charge?.amount ?? 0,
    qtde_dias_multa_atraso: daysOf(charge),
  };
}

/** Days after the due date from which a charge counts. Without `days` it counts from the first day. */
function daysOf(charge: Charge | null): number {
  return charge ? (charge.days ?? 1) : 0;
}

/** Writes each discount as percentage or value, which the bank never takes together. */
function discounts({ discounts }: Boleto) {
  const fields = (discounts ?? []).map(({ percentage, amount, until }, index) => ({
    [`perc_desconto_${index + 1}`]: percentageText(percentage ?? 0),
    [`valor_desconto_${index + 1}`]: amount ?? 0,
    [`data_limite_desconto_${index + 1}`]: until,
  }));
  return Object.assign({}, ...fields) as Record<string, string | number>;
}

/**
 * Returns the sacador avalista: the final beneficiary or, without one, the company if all that the bank requires of one
 * is known.
 */
function guarantor(boleto: Boleto) {
  const { final_beneficiary: final } = boleto;
  if (final) return { sacador_avalista: person(final.name, final.document_number, final.address ?? null) };
  const { company_name: name, company_document_number: document, company_address: address } = boleto;
  const complete = name && document && address?.zipcode && address.street && address.city && address.state;
  return complete ? { sacador_avalista: person(name, document, address) } : {};
}

function person(name: string | null, document: string | null, address: Address | null) {
  return {
    nome: bankText(name, NAME_WIDTH),
    documento: document ?? '',
    tipo_documento: document?.length === 11 ? '1' : '2',
    endereco: {
      cep: bankDigits(address?.zipcode, 8),
      logradouro: bankText(address?.street, 70),
      numero: bankText(address?.street_number, 10),
      complemento: bankText(address?.complementary, 20),
      bairro: bankText(address?.neighborhood, 50),
      cidade: bankText(address?.city, 50),
      uf: stateCode(address?.state),
    },
  };
}
