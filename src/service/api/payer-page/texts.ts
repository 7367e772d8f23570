import type { Boleto } from '../../boletos/boleto.js';
import { lastDayOf, nextWorkday, type PageState } from './state.js';

/** A sentence for the payer about the state of a boleto. */
export function sentenceOf(state: PageState, boleto: Boleto): string {
  const due = printedDate(boleto.expiration_date);
  switch (state) {
    case 'unregistered':
      return 'Este boleto ainda não foi registrado no banco. Volte a esta página em alguns minutos para pagar.';
    case 'payable':
      return untilWhen(boleto.expiration_date);
    case 'overdue':
      return `Este boleto venceu em ${due}. Ainda pode ser pago ${howLong(boleto)}, com os encargos do atraso.`;
    case 'expired':
      return `${whyExpired(boleto)} Peça outro a quem o enviou.`;
    case 'paid':
      return `Este boleto já foi pago: ${printedAmount(boleto.paid_amount)}. Não é preciso pagar de novo.`;
    case 'partly-paid':
      return `O banco recebeu ${printedAmount(boleto.paid_amount)} deste boleto de ${printedAmount(boleto.amount)}. Para saber se falta pagar algo, fale com quem o enviou.`;
    case 'cancelled':
      return 'Este boleto foi cancelado. Não pague: em caso de dúvida, fale com quem o enviou.';
    case 'refused':
      return 'O banco não aceitou este boleto. Não pague: peça outro a quem o enviou.';
    case 'failed':
      return 'Este boleto não foi registrado no banco. Não pague: peça outro a quem o enviou.';
  }
}

/** Says until when a boleto is paid without extra charges: what is due on a weekend, until Monday. */
function untilWhen(due: string): string {
  const last = nextWorkday(due);
  return last === due
    ? `Pague até ${printedDate(due)}.`
    : `Vence em ${printedDate(due)}, fim de semana: pague até segunda-feira, ${printedDate(last)}, sem encargos.`;
}

function howLong(boleto: Boleto): string {
  const last = lastDayOf(boleto);
  return last === undefined ? 'enquanto o banco o aceitar' : `até ${printedDate(last)}`;
}

function whyExpired(boleto: Boleto): string {
  const last = lastDayOf(boleto);
  return last === undefined
    ? `Este boleto venceu em ${printedDate(boleto.expiration_date)}, há mais de um ano.`
    : `O prazo para pagar este boleto terminou em ${printedDate(last)}.`;
}

/** The heading of each state. */
export const HEADINGS: Readonly<Record<PageState, string>> = {
  unregistered: 'Boleto em registro',
  payable: 'Boleto a pagar',
  overdue: 'Boleto vencido',
  expired: 'Boleto fora do prazo',
  paid: 'Boleto pago',
  'partly-paid': 'Pagamento recebido',
  cancelled: 'Boleto cancelado',
  refused: 'Boleto recusado',
  failed: 'Boleto sem registro',
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
