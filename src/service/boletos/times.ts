/**
 * How long an attempt holds a boleto, or a sender a message. It is longer than any function needs from the claim to the
 * outcome, so that a lease runs out only after a crash.
 */
export const LEASE_SECONDS = 60;

/**
 * When to send another message about a boleto that is still pending. By then the first message should long have been
 * received, so that a boleto seldom has two.
 */
export const REMINDER_SECONDS = 3_600;

/** The longest delay that SQS allows. */
const LONGEST_DELAY_SECONDS = 900;
const FIRST_DELAY_SECONDS = 5;

/**
 * SQL of the seconds until the next attempt: 5 s, 10 s, 20 s, … up to 15 minutes. A boleto's first hundred attempts
 * then take about a day.
 */
export const BACKOFF_SECONDS = `LEAST(${LONGEST_DELAY_SECONDS}, ${FIRST_DELAY_SECONDS} * 2 ^ LEAST(registration_attempts - 1, 10))::integer`;
