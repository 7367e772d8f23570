import assert from 'node:assert/strict';
import { faultsOf } from '../../../bench/service/peer.js';

describe('the faults of the peer of the bench', () => {
  const sent = {
    queue_url: 'https://sqs.us-east-1.amazonaws.com/123456789012/owner',
    reference_id: 'order-7',
    issuer: 'development',
    issuer_account: '9721',
    issuer_agency: '3381',
    issuer_wallet: '26',
    amount: 2000,
    payer_name: 'Maria',
    payer_document_type: 'cpf',
    payer_document_number: '52998224725',
  };
  const others = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`column_${index}`, null]));
  const row = { ...sent, ...others, status: 'registered', barcode: '2'.repeat(44) };

  it('are none if it stores and answers what was sent', () => {
    assert.deepEqual(faultsOf(sent, row, row, 6), []);
  });

  it('name a reference that is the document of the payer', () => {
    const answer = { ...row, reference_id: sent.payer_document_number };
    assert.deepEqual(faultsOf(sent, answer, row, 6), ['reference_id is "52998224725" and not what was sent']);
  });

  it('name a barcode that is stored in another column', () => {
    const stored = { ...row, issuer: row.barcode, barcode: null };
    assert.deepEqual(faultsOf(sent, row, stored, 6), [
      'issuer is "development" and not what was sent',
      'barcode is null',
    ]);
  });

  it('name columns and indexes that are missing, and a status that was not updated', () => {
    const { column_0: _, ...fewer } = { ...row, status: 'issued' } as Record<string, unknown>;
    assert.deepEqual(faultsOf(sent, row, fewer, 3), [
      'status is "issued"',
      'the table has 32 columns and not 33',
      'the table has 3 indexes and not 6',
    ]);
  });
});
