import assert from 'node:assert/strict';
import { isFromSlack, signatureOf } from '../../../../src/chat/slack/signature.js';

// The example of Slack's own documentation, "Verifying requests from Slack".
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const timestamp = '1531420618';
const body = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V' +
    '&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
    '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
    '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const signed = { timestamp, signature, body };
const now = Number(timestamp) * 1_000;

describe('isFromSlack', () => {
  it('takes the example that Slack documents', () => {
    assert.equal(signatureOf(timestamp, body, secret), signature);
    assert.equal(isFromSlack(signed, secret, now), true);
  });

  it('takes five minutes in either direction, and no more', () => {
    for (const minutes of [-5, 5]) assert.equal(isFromSlack(signed, secret, now + minutes * 60_000), true);
    for (const seconds of [-301, 301])
      assert.equal(isFromSlack(signed, secret, now + seconds * 1_000), false);
  });

  const forgeries: [string, Partial<typeof signed>][] = [
    ['another body', { body: Buffer.from(`${body}&`) }],
    ['another time', { timestamp: '1531420619' }],
    ['no time', { timestamp: 'NaN' }],
    ['a signature cut short', { signature: signature.slice(0, -1) }],
    ['another version', { signature: signature.replace('v0=', 'v1=') }],
    ['a signature of other letters', { signature: signature.toUpperCase() }],
    ['no signature', { signature: '' }],
  ];
  for (const [what, change] of forgeries) {
    it(`does not take ${what}`, () => {
      assert.equal(isFromSlack({ ...signed, ...change }, secret, now), false);
    });
  }

  it('does not take what another secret signed', () => {
    assert.equal(isFromSlack(signed, `${secret}x`, now), false);
  });
});
