import assert from 'node:assert/strict';
import { plainText, slackTable, slackText } from '../../../../src/chat/slack/text.js';

describe('plainText', () => {
  const readings: [string, string][] = [
    ['<@U0BOT> deploy a/b to c', 'deploy a/b to c'],
    ['<@U0BOT|sharon> help', 'help'],
    ['deploy a/<http://v1.io|v1.io> to c', 'deploy a/v1.io to c'],
    ['deploy <https://a/b> to c', 'deploy https://a/b to c'],
    ['ask <@U0ANA> in <#C0X|releases>, <!here>', 'ask @U0ANA in #releases, @here'],
    ['in <#C0X>, <!subteam^S1X>', 'in #C0X, @subteam^S1X'],
    ['<|b> a<@U0BOT>b', 'b a b'],
    ['<!subteam^S0X|@operators> a &lt;b&gt; &amp;amp; c', '@operators a <b> &amp; c'],
  ];
  for (const [sent, shown] of readings) {
    it(`reads ${sent}`, () => {
      assert.equal(plainText(sent, 'U0BOT'), shown);
    });
  }
});

describe('slackText', () => {
  it('escapes mentions, links and pings', () => {
    assert.equal(slackText('<!channel> & <@U0ANA>'), '&lt;!channel&gt; &amp; &lt;@U0ANA&gt;');
  });

  it('cuts a long text at the end of a line, and never inside an entity', () => {
    const text = slackText(`${'a < b\n'.repeat(900)}`);
    assert.ok(text.length <= 3_800, String(text.length));
    assert.match(text, /a &lt; b\n…$/);
    assert.match(slackText('&'.repeat(9_000)), /^(&amp;)*\n…$/);
  });
});

describe('slackText, at its maximum length', () => {
  it('keeps 3,800 characters and cuts 3,801', () => {
    assert.equal(slackText('x'.repeat(3_800)), 'x'.repeat(3_800));
    assert.equal(slackText(`x\n${'y'.repeat(3_799)}`), 'x\n…');
  });
});

describe('slackTable', () => {
  it('stays one block when the text contains backticks', () => {
    assert.equal(slackTable('a ``` b'), "```\na ''' b\n```");
  });
});
