import type { Provider } from '../provider.js';

/** Amounts in cents for which the provider answers as a failing or refusing bank. */
const PENDING_ONCE = 5_000_003;
const REFUSED = 5_000_004;

/** The provider for development and sandboxes. It has no bank; the amount decides the outcome. */
export const development: Provider = {
  async register({ amount }, { number }) {
    if (amount === PENDING_ONCE && number === 1) return { status: 'pending_registration', code: null };
    return { status: amount === REFUSED ? 'refused' : 'registered', code: null };
  },
};
