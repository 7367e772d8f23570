import assert from 'node:assert/strict';
import type { BoletoLife } from '../../../../src/administration/index.js';
import { describeBoleto } from '../../../../src/cli/administer/describe-boleto.js';

const LIFE: BoletoLife = {
  id: 'bol_c1',
  tenant_id: 'default',
  status: 'failed',
  register: true,
  issuer: 'bradesco',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
  issuer_agency_digit: null,
  issuer_account_digit: null,
  issuer_bank_account: null,
  title_id: 7,
  document_type: null,
  discounts: null,
  days_to_expire: null,
  divergent_payment: null,
  amount: 2000,
  paid_amount: 0,
  expiration_date: '2026-12-31',
  issuer_response_code: '93005119',
  bank_response_code: null,
  registration_attempts: 100,
  attempts_allowed: 100,
  registering_until: null,
  queue_url: 'https://sqs.us-east-1.amazonaws.com/123456789012/owner',
  reference_id: 'order-7',
  request_id: 'request-1',
  traceparent: null,
  created_at: '2026-11-24T12:00:00.000Z',
  updated_at: '2026-11-25T12:00:00.000Z',
  payer_erased_at: null,
  changes: [
    {
      what: 'registration',
      before: { status: 'issued' },
      after: { status: 'failed', issuer_response_code: '93005119' },
      api_key_id: null,
      request_id: 'request-1',
      at: '2026-11-25T12:00:00.000Z',
    },
    {
      what: 'payment',
      before: { paid_amount: 0, bank_response_code: null },
      after: { paid_amount: 2000, bank_response_code: '06' },
      api_key_id: 'a1b2c3d4e5',
      request_id: 'request-2',
      at: '2026-11-26T12:00:00.000Z',
    },
  ],
  outbox: [
    { id: 4, kind: 'notification', status: 'failed', due_at: '2026-11-25T12:01:00.000Z', attempts: 2 },
    { id: 5, kind: 'dead-letter', status: null, due_at: '2026-11-25T12:01:00.000Z', attempts: 0 },
  ],
};

describe('describeBoleto', () => {
  it('shows the state, and what is still to be sent', () => {
    assert.equal(
      describeBoleto(LIFE),
      [
        'boleto     bol_c1',
        'status     failed',
        'tenant     default',
        'issuer     bradesco, agency 3381, account 9721, wallet 26',
        'title id   7',
        'amount     2000 cents, of which 0 are paid; due 2026-12-31',
        'attempts   100 of 100; none is under way',
        'bank       registration: 93005119, payment: -',
        'queue      https://sqs.us-east-1.amazonaws.com/123456789012/owner',
        'reference  order-7',
        'request    request-1',
        'trace      -',
        'created    2026-11-24T12:00:00.000Z',
        'updated    2026-11-25T12:00:00.000Z',
        '',
        'CHANGED                   WHAT          FROM                                 TO                                            KEY         REQUEST',
        '2026-11-24T12:00:00.000Z  creation      -                                    issued                                        -           request-1',
        '2026-11-25T12:00:00.000Z  registration  status issued                        status failed, issuer_response_code 93005119  -           request-1',
        '2026-11-26T12:00:00.000Z  payment       paid_amount 0, bank_response_code -  paid_amount 2000, bank_response_code 06       a1b2c3d4e5  request-2',
        '',
        'TO SEND                 DUE                       ATTEMPTS',
        'notification of failed  2026-11-25T12:01:00.000Z  2',
        'dead-letter             2026-11-25T12:01:00.000Z  0',
      ].join('\n'),
    );
  });

  it('shows the digits, the kind of document and the terms', () => {
    const text = describeBoleto({
      ...LIFE,
      issuer_agency_digit: '2',
      issuer_account_digit: 'P',
      issuer_bank_account: '00012345',
      document_type: 'DM',
      discounts: [
        { percentage: 2.5, until: '2026-12-01' },
        { amount: 100, until: '2026-12-10' },
      ],
      days_to_expire: 30,
      divergent_payment: { mode: 'minimum', amount: 500 },
    });
    assert.match(text, /^digits +agency digit 2; bank account 00012345; account digit P$/m);
    assert.match(text, /^title id +7, DM$/m);
    assert.match(
      text,
      /^terms +discount of 2.5 % until 2026-12-01; discount of 100 cents until 2026-12-10; payable for 30 days after it is due; 500 cents or more may be paid$/m,
    );
  });

  it('shows that it is never registered, and that an attempt is under way', () => {
    const text = describeBoleto({
      ...LIFE,
      status: 'issued',
      register: false,
      registering_until: '2026-11-24T12:01:00.000Z',
      outbox: [],
    });
    assert.match(text, /^status {5}issued, not to be registered$/m);
    assert.match(text, /; one is under way until 2026-11-24T12:01:00\.000Z$/m);
    assert.match(text, /\n\nNothing of it is left to send\.$/);
  });

  for (const [why, changes, life] of [
    ['registered at its first attempt', [], { status: 'registered', registration_attempts: 1 }],
    ['registered at its first attempt', ['registered'], { status: 'cancelled', registration_attempts: 1 }],
    ['issued', [], { status: 'registered', registration_attempts: 2 }],
    ['issued', ['issued', 'pending_registration'], { status: 'registered', registration_attempts: 1 }],
    ['issued', ['issued'], { status: 'cancelled', registration_attempts: 1 }],
    ['issued', [], { status: 'issued', registration_attempts: 0 }],
  ] as const) {
    it(`says ${why} after ${changes.join(', ') || 'no change'} for ${JSON.stringify(life)}`, () => {
      const described = describeBoleto({
        ...LIFE,
        ...life,
        changes: changes.map((status) => ({
          what: 'registration',
          before: { status },
          after: null,
          api_key_id: null,
          request_id: null,
          at: '2026-11-25T12:00:00.000Z',
        })),
      });
      assert.match(described, new RegExp(`creation +- +${why} +-`));
    });
  }
});
