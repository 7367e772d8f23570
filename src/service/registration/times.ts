/**
 * How long an attempt or a sender has a boleto or a message for itself: longer than any function may take from claiming
 * to settling, so that only a crash ever leaves one to somebody else.
 */
export const LEASE_SECONDS = 60;

/**
 * When a boleto whose reminder was sent, and which is still pending, is reminded of again: after the queue has given up
 * on the message (deliveries times visibility timeout), so that there is seldom more than one.
 */
export const REMINDER_SECONDS = 3_600;
