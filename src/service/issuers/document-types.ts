/**
 * Kinds of document (espécie do documento), by the abbreviations that banks print.
 *
 * Source: FEBRABAN's CNAB 240, field C015.
 */
export const DOCUMENT_TYPES = [
  'DM',
  'DMI',
  'DS',
  'DSI',
  'DR',
  'LC',
  'NP',
  'NPR',
  'RC',
  'ND',
  'NS',
  'CH',
  'FAT',
  'AP',
  'ME',
  'PC',
  'BDP',
  'CC',
  'OU',
] as const;

export type DocumentType = (typeof DOCUMENT_TYPES)[number];
