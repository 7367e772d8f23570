import assert from 'node:assert/strict';
import { describeLogLine } from '../../../../src/cli/logs/describe-line.js';

const TIME = '2026-11-24T12:00:00.000Z';

function described(message: string, colours = false): string {
  const line = { function: 'show-boleto', time: TIME, message, stream: '2026/11/24/[3]ab', id: '1' };
  return describeLogLine(line, { width: 13, colours }).replace(`${TIME}  show-boleto    `, '');
}

describe('describeLogLine', () => {
  it('shows the event and the fields of the service, without those for CloudWatch', () => {
    const message = JSON.stringify({
      time: TIME,
      event: 'request',
      status: 201,
      path: '/boletos',
      said: 'no answer',
      at: ['a', 'b'],
      _aws: { Timestamp: 1 },
    });
    assert.equal(described(message), 'request  status=201  path=/boletos  said="no answer"  at=["a","b"]');
  });

  it('shows the level and message of a line that was written with console', () => {
    assert.equal(described(`${TIME}\t5e1f\tWARN\tslow bank`), 'WARN  slow bank');
    assert.equal(described(`${TIME}\t5e1f\tERROR\t{"event":"failed","code":3}`), 'ERROR  failed  code=3');
    const json = { timestamp: TIME, level: 'INFO', requestId: '5e1f', message: 'slow bank' };
    assert.equal(described(JSON.stringify(json)), 'INFO  slow bank');
    assert.equal(
      described(JSON.stringify({ ...json, message: { event: 'request', status: 200 } })),
      'INFO  event=request  status=200',
    );
  });

  it('shows the stack of an error below its line', () => {
    const message = {
      level: 'ERROR',
      message: 'broke',
      errorType: 'TypeError',
      stackTrace: ['TypeError: x', '    at y'],
    };
    assert.equal(
      described(JSON.stringify(message)),
      'ERROR  broke  errorType=TypeError\n    TypeError: x\n        at y',
    );
  });

  it("keeps Lambda's own lines unchanged", () => {
    assert.equal(
      described('REPORT RequestId: 5e1f\tDuration: 3 ms\t\n'),
      'REPORT RequestId: 5e1f  Duration: 3 ms',
    );
    assert.equal(
      described(JSON.stringify({ time: TIME, type: 'platform.report', record: { requestId: '5e1f' } })),
      'platform.report  requestId=5e1f',
    );
  });

  it('removes control characters', () => {
    assert.equal(described('\u001b[2Jgone\u0007\u202e!'), '[2Jgone!');
    assert.equal(described('{"event":"\\u001b]0;title\\u0007"}'), ']0;title');
  });

  it('colours warnings and errors on a terminal', () => {
    assert.equal(
      described(`${TIME}\t5e1f\tERROR\tbroke`, true),
      `\u001b[2m${TIME}\u001b[22m  show-boleto    \u001b[31mERROR  broke\u001b[39m`,
    );
  });

  it('keeps text that is no JSON object, and fields around a message that is no object', () => {
    assert.equal(described('{broken'), '{broken');
    assert.equal(described('["a"]'), '["a"]');
    assert.equal(described('{"event":"a","message":7}'), 'a');
    assert.equal(described('{"event":"a","message":null,"code":3}'), 'a  code=3');
  });
});
