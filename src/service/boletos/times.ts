/**
 * How long an attempt or a sender has a boleto or a message for itself: longer than any function may take from claiming
 * to settling, so that only a crash ever leaves one to somebody else.
 */
export const LEASE_SECONDS = 60;

/**
 * When a boleto whose message was sent, and which is still pending, is reminded of again: long after the message should
 * have been taken, so that there is seldom more than one.
 */
export const REMINDER_SECONDS = 3_600;

/** SQS holds a message back for no longer. */
const LONGEST_DELAY_SECONDS = 900;
const FIRST_DELAY_SECONDS = 5;

/**
 * SQL for how long the next attempt waits: 5 s, 10 s, 20 s, … up to 15 minutes. With the hundred attempts that a boleto
 * has at first the bank is asked for about a day.
 */
export const BACKOFF_SECONDS = `LEAST(${LONGEST_DELAY_SECONDS}, ${FIRST_DELAY_SECONDS} * 2 ^ LEAST(registration_attempts - 1, 10))::integer`;
