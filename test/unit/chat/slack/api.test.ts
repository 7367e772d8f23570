import assert from 'node:assert/strict';
import { translated } from '../../../../src/chat/slack/api.js';

const TOKEN_ERRORS = [
  'account_inactive',
  'invalid_auth',
  'not_allowed_token_type',
  'not_authed',
  'token_expired',
  'token_revoked',
];

describe('translated', () => {
  const refused = (data: object) => translated('chat.update', { message: 'xoxb-secret', data });

  for (const error of TOKEN_ERRORS) {
    it(`asks for another token after ${error}`, () => {
      const { code, exitCode, message } = refused({ error });
      assert.deepEqual([code, exitCode], ['SLACK_REFUSED', 2]);
      assert.match(message, new RegExp(`^Slack does not take the token for chat\\.update \\(${error}\\)\\.`));
    });
  }

  it('names the scope that the app needs', () => {
    const { code, exitCode, message } = refused({ error: 'missing_scope', needed: 'users:read' });
    assert.deepEqual(
      [code, exitCode, message],
      [
        'SLACK_REFUSED',
        1,
        'Slack refused chat.update (missing_scope: the app needs the scope users:read). See docs/chat.md.',
      ],
    );
  });

  it("keeps Slack's own code of any other refusal", () => {
    assert.equal(
      refused({ error: 'is_archived' }).message,
      'Slack refused chat.update (is_archived). See docs/chat.md.',
    );
  });

  it('says that Slack cannot be reached when there is no answer', () => {
    const { code, message } = translated('auth.test', new Error('socket hang up'));
    assert.deepEqual(
      [code, message],
      ['SLACK_UNREACHABLE', 'Slack did not answer auth.test (socket hang up).'],
    );
    assert.equal(translated('x', undefined).message, 'Slack did not answer x (the connection ended).');
  });
});
