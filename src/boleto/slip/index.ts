/** The slip of a boleto as HTML and as PDF. Uses no Node API and no clock, and runs in a browser. */

export { bankCodeWithDigit } from './bank-code.js';
export { type SlipPart, slipHtml, slipPart } from './html.js';
export { type Bar, type Bars, interleaved2of5 } from './interleaved-2-of-5.js';
export { slipPage } from './layout.js';
export type { Align, Box, Cell, Item, Page, Rule, Section, Summary, Symbol2D, TextBlock } from './page.js';
export { slipPdf } from './pdf.js';
export type {
  SlipAddress,
  SlipBeneficiary,
  SlipCharges,
  SlipData,
  SlipParty,
  SlipPrice,
} from './slip-data.js';
export { verifySlip } from './verify.js';
