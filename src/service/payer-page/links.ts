import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Deadline } from '../lambda.js';
import type { PageKeys } from './keys.js';

/** The links to the payer's pages. Nothing of them is stored: anyone who has the key can make them again. */
export interface PayerLinks {
  /** Reads the key, so that the first request need not. Never throws. */
  load(): Promise<void>;
  /**
   * Returns the URL of a boleto's page; null while there is no key, or the service has no address. It waits a second for
   * credstash at most, and never throws: an answer about a boleto does not fail because of its link.
   *
   * @param id `bol_…`
   */
  urlOf(id: string, deadline: Deadline): Promise<string | null>;
  /**
   * Returns the id of the boleto that a link names, if its MAC is right.
   *
   * @param name the last part of the link's path: `bol_….1-…`
   * @throws SuperbowletoError PAGE_KEY_UNREAD if credstash does not answer now
   */
  idIn(name: string, deadline: Deadline): Promise<string | undefined>;
}

/** A boleto's id, the version of the key, and the MAC: 132 bits in base64url. */
const NAME = /^(bol_[0-9A-Za-z_-]{1,64})\.([1-9][0-9]{0,5})-([A-Za-z0-9_-]{22})$/;
const MAC_LENGTH = 22;

/**
 * Makes and reads links of the form `BASE/b/ID.VERSION-MAC`. The MAC is HMAC-SHA256 of the id.
 *
 * @param base URL in front of the path, as in `https://boletos.example`; undefined if the service has no address
 */
export function createPayerLinks(base: string | undefined, keys: PageKeys): PayerLinks {
  return {
    async load() {
      if (base !== undefined) await keys.newest(Number.POSITIVE_INFINITY);
    },
    async urlOf(id, deadline) {
      const key = base === undefined ? undefined : await keys.newest(deadline);
      return key ? `${base?.replace(/\/+$/, '')}/b/${id}.${key.version}-${macOf(id, key.value)}` : null;
    },
    async idIn(name, deadline) {
      const [, id = '', version = '0', mac = ''] = NAME.exec(name) ?? [];
      const key = id === '' ? undefined : await keys.find(Number(version), deadline);
      // Without a key the work is the same, so that the time says nothing about the key's versions.
      const expected = macOf(id, key?.value ?? 'none');
      const isRight = timingSafeEqual(Buffer.from(expected), Buffer.from(mac.padEnd(MAC_LENGTH)));
      return isRight && key ? id : undefined;
    },
  };
}

function macOf(id: string, key: string): string {
  return createHmac('sha256', key).update(`payer-page:${id}`).digest('base64url').slice(0, MAC_LENGTH);
}
