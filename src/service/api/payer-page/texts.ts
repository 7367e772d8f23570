import type { Boleto } from '../../boletos/boleto.js';
import { lastDayOf, type PageState } from './state.js';

/** A sentence for the payer about the state of a boleto. */
export function sentenceOf(state: PageState, boleto: Boleto): string {
  const due = printedDate(boleto.expiration_date);
  const last = lastDayOf(boleto);
  switch (state) {
    case 'unregistered':
      return 'Este boleto ainda não foi registrado no banco. Volte a esta página em alguns minutos para pagar.';
    case 'payable':
      return `Pague até ${due}.`;
    case 'overdue':
      return last === undefined
        ? `Este boleto venceu em ${due}. Ainda pode ser pago, com os encargos do atraso, enquanto o banco o aceitar.`
        : `Este boleto venceu em ${due}. Ainda pode ser pago até ${printedDate(last)}, com os encargos do atraso.`;
    case 'expired':
      return `O prazo para pagar este boleto terminou em ${printedDate(last ?? boleto.expiration_date)}. Peça outro a quem o enviou.`;
    case 'paid':
      return `Este boleto já foi pago: ${printedAmount(boleto.paid_amount)}. Não é preciso pagar de novo.`;
    case 'cancelled':
      return 'Este boleto foi cancelado. Não pague: em caso de dúvida, fale com quem o enviou.';
    case 'refused':
      return 'O banco não aceitou este boleto. Não pague: peça outro a quem o enviou.';
  }
}

/** The heading of each state. */
export const HEADINGS: Readonly<Record<PageState, string>> = {
  unregistered: 'Boleto em registro',
  payable: 'Boleto a pagar',
  overdue: 'Boleto vencido',
  expired: 'Boleto fora do prazo',
  paid: 'Boleto pago',
  cancelled: 'Boleto cancelado',
  refused: 'Boleto recusado',
};

const reais = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' });

/** Returns cents as `R$ 1.234,56`. */
export function printedAmount(cents: number): string {
  return reais.format(cents / 100);
}

/** Returns `YYYY-MM-DD` as `31/12/2026`. */
export function printedDate(date: string): string {
  return date.split('-').reverse().join('/');
}

/**
 * Hides most of a document, so that who has the link cannot read it: six digits of a CPF stay, eight of a CNPJ.
 *
 * @example maskedDocument('52998224725') // '***.982.247-**'
 */
export function maskedDocument(document: string): string {
  if (document.length === 11) return document.replace(/^...(...)(...)..$/, '***.$1.$2-**');
  return document.replace(/^..(...)(...)(....)..$/, '**.$1.$2/****-**');
}
