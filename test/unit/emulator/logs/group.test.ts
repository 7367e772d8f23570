import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogGroup } from '../../../../src/emulator/logs/group.js';

const NOW = 1_700_000_000_000;

describe('LogGroup', () => {
  let parent: string;
  let directory: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'log-group-'));
    directory = join(parent, 'group');
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const open = (limit = 1_000_000) => new LogGroup('g', directory, NOW, limit);
  const write = (group: LogGroup, ...messages: string[]) =>
    group.append(
      's',
      messages.map((message, index) => ({ timestamp: index + 1, message })),
      NOW,
    );
  const messagesOf = (group: LogGroup) => group.events.map(({ message }) => message);
  const idOf = (number: bigint) => String(number).padStart(56, '0');
  const FIRST = BigInt(NOW) * 1_000_000n;

  it('keeps its events with ids that follow the time of their arrival', () => {
    const group = open();
    write(group, 'a', 'b');
    group.append('t', [{ timestamp: 9, message: 'c' }], NOW + 1);
    assert.deepEqual(group.events, [
      { id: idOf(FIRST), timestamp: 1, ingestionTime: NOW, stream: 's', message: 'a' },
      { id: idOf(FIRST + 1n), timestamp: 2, ingestionTime: NOW, stream: 's', message: 'b' },
      { id: idOf(FIRST + 1_000_000n), timestamp: 9, ingestionTime: NOW + 1, stream: 't', message: 'c' },
    ]);
    assert.equal(group.storedBytes, 3);
  });

  it('gives later ids to later events even if the clock goes back', () => {
    const group = open();
    write(group, 'a');
    group.append('s', [{ timestamp: 1, message: 'b' }], NOW - 1000);
    assert.equal(group.events[1]?.id, idOf(FIRST + 1n));
  });

  it('knows the first and the last event of a stream', () => {
    const group = open();
    group.createStream('empty', NOW);
    group.append('s', [{ timestamp: 5, message: 'a' }], NOW + 1);
    group.append('s', [{ timestamp: 7, message: 'b' }], NOW + 2);
    assert.deepEqual(
      [...group.streams.values()],
      [
        { name: 'empty', creationTime: NOW, firstEvent: undefined, lastEvent: undefined },
        { name: 's', creationTime: NOW + 1, firstEvent: 5, lastEvent: 7 },
      ],
    );
  });

  it('is the same after it was opened again', () => {
    const group = open();
    group.createStream('empty', NOW);
    group.createStream('empty', NOW + 1);
    write(group, 'a\nb', 'ç');
    group.flush();
    const reopened = open();
    assert.deepEqual(reopened.events, group.events);
    assert.deepEqual([...reopened.streams], [...group.streams]);
    write(reopened, 'later');
    assert.equal(reopened.events[2]?.id, idOf(FIRST + 2n));
  });

  it('writes nothing twice, and nothing when there is nothing to write', () => {
    const group = open();
    group.flush();
    assert.deepEqual(readdirSync(directory), []);
    write(group, 'a');
    group.flush();
    group.flush();
    assert.equal(readFileSync(join(directory, 'newer.jsonl'), 'utf8').split('\n').length, 2);
    assert.equal(statSync(join(directory, 'newer.jsonl')).mode & 0o777, 0o600);
    assert.equal(statSync(directory).mode & 0o777, 0o700);
  });

  it('ignores a line that a kill cut short', () => {
    const group = open();
    write(group, 'a');
    group.flush();
    appendFileSync(join(directory, 'newer.jsonl'), '{"stream":"s","timest');
    assert.deepEqual(messagesOf(open()), ['a']);
  });

  it('gives an id to an event of a file that has none', () => {
    open();
    appendFileSync(
      join(directory, 'newer.jsonl'),
      `${JSON.stringify({ stream: 's', timestamp: 1, ingestionTime: NOW, message: 'a' })}\n`,
    );
    assert.equal(open().events[0]?.id, idOf(FIRST));
  });

  it('drops its oldest events beyond twice the limit, down to the limit', () => {
    const group = open(10);
    write(group, ...Array.from({ length: 10 }, (_, index) => `${index}.`));
    assert.equal(group.events.length, 10);
    write(group, 'x');
    assert.deepEqual(messagesOf(group), ['6.', '7.', '8.', '9.', 'x']);
    assert.equal(group.storedBytes, 9);
  });

  it('drops a stream with its last event', () => {
    const group = open(10);
    group.append('old', [{ timestamp: 1, message: '12345' }], NOW);
    group.createStream('empty', NOW);
    write(group, '1234567890', '123456');
    assert.deepEqual([...group.streams.keys()], ['s']);
  });

  it('keeps the last event, however long it is', () => {
    const group = open(10);
    write(group, 'a', 'x'.repeat(100));
    assert.deepEqual(messagesOf(group), ['x'.repeat(100)]);
    assert.equal(group.storedBytes, 100);
  });

  it('replaces the older file with a full newer one', () => {
    const lineLength = JSON.stringify({
      stream: 's',
      timestamp: 1,
      ingestionTime: NOW,
      message: 'a',
      id: idOf(FIRST),
    }).length;
    const group = open(2 * (lineLength + 1));
    const files = () => readdirSync(directory).sort();
    write(group, 'a');
    group.flush();
    assert.deepEqual(files(), ['newer.jsonl']);
    write(group, 'b');
    group.flush();
    assert.deepEqual(files(), ['older.jsonl']);
    write(group, 'c');
    group.flush();
    assert.deepEqual(files(), ['newer.jsonl', 'older.jsonl']);
    const reopened = open(2 * (lineLength + 1));
    assert.deepEqual(messagesOf(reopened), ['a', 'b', 'c']);
    write(reopened, 'd');
    reopened.flush();
    assert.deepEqual(files(), ['older.jsonl']);
    const { events } = open();
    assert.deepEqual(
      events.map(({ id, message }) => [id, message]),
      [
        [idOf(FIRST + 2n), 'c'],
        [idOf(FIRST + 3n), 'd'],
      ],
    );
  });

  it('removes its folder with what was not written', () => {
    const group = open();
    write(group, 'a');
    group.remove();
    group.flush();
    assert.deepEqual(readdirSync(parent), []);
  });
});
