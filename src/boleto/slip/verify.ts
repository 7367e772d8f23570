import { checkedSlip } from './checked-slip.js';
import { poured } from './pour.js';
import type { SlipData } from './slip-data.js';

/**
 * Verifies that a slip can be drawn, without drawing it: checks each value, and that the instructions have room beside a Pix
 * code, which the boleto may get later.
 *
 * @throws {BoletoError} as `slipPage`, except TOO_LONG for a short field such as `documentNumber`
 * @example
 * verifySlip({ boleto: issue(…), dueDate: '2026-12-31', instructions: ['…'], … });
 */
export function verifySlip(data: SlipData): void {
  poured(checkedSlip(data), true);
}
