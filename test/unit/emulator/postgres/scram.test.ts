import assert from 'node:assert/strict';
import { scramVerifier } from '../../../../src/emulator/postgres/scram.js';

describe('scramVerifier', () => {
  it('computes the keys of the example in RFC 7677', () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    assert.equal(
      scramVerifier('pencil', salt),
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it('uses a new salt of 16 bytes each time', () => {
    const salts = ['x', 'x'].map((password) => scramVerifier(password).split(/[$:]/)[2] ?? '');
    assert.notEqual(salts[0], salts[1]);
    assert.equal(Buffer.from(salts[0] ?? '', 'base64').length, 16);
  });
});
