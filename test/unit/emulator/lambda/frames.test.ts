import assert from 'node:assert/strict';
import { FrameReader, LineReader } from '../../../../src/emulator/lambda/execution/frames.js';

function frame(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

describe('FrameReader', () => {
  it('returns whole messages from chunks of any size', () => {
    const bytes = Buffer.concat([frame('one\ntwo'), frame(''), frame('três')]);
    for (const size of [1, 3, 7, bytes.length]) {
      const reader = new FrameReader();
      const messages: string[] = [];
      for (let at = 0; at < bytes.length; at += size)
        messages.push(...reader.push(bytes.subarray(at, at + size)));
      assert.deepEqual(messages, ['one\ntwo', '', 'três']);
    }
  });
});

describe('LineReader', () => {
  it('returns lines, joins a split character, and flushes the unfinished line once', () => {
    const reader = new LineReader();
    const bytes = Buffer.from('não\nfim');
    const lines = [...bytes].flatMap((_, index) => reader.push(bytes.subarray(index, index + 1)));
    assert.deepEqual(lines, ['não']);
    assert.deepEqual([reader.flush(), reader.flush()], [['fim'], []]);
  });
});
