import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mayImport, serviceLayers } from '../../../scripts/import-rules.js';

const root = new URL('../../../', import.meta.url);

describe('the map of rooms in CONTRIBUTING.md', () => {
  const text = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');
  const rows = new Map(
    [...text.matchAll(/^\| `([a-z]+)` \| .* \| (.*) \|$/gm)].map(([, room = '', imports = '']) => [
      room,
      [...imports.matchAll(/`([a-z]+)`/g)].map(([, name = '']) => name),
    ]),
  );
  const rooms = readdirSync(fileURLToPath(new URL('src', root)), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  it('has each folder of src, and no other', () => {
    assert.deepEqual([...rows.keys()].sort(), rooms.sort());
  });

  it('has the imports that the check allows', () => {
    const libraries = [...rows].filter(([room]) => !['commands', 'cli'].includes(room));
    assert.deepEqual(Object.fromEntries(libraries), mayImport);
  });

  it('keeps what is deployed away from the commands', () => {
    assert.deepEqual(rows.get('commands'), ['service']);
    assert.deepEqual(rows.get('cli'), ['service', 'commands']);
    assert.match(text, /^\| `commands` \| .* \| every room but `service` \|$/m);
  });

  it('has the layers of the service from the top down', () => {
    const folders = serviceLayers.flat().filter((name) => !name.endsWith('.ts'));
    const [, listed = ''] = /those below it: ([^.]*)\./s.exec(text) ?? [];
    assert.deepEqual(
      [...listed.matchAll(/`([a-z]+)`/g)].map(([, name]) => name),
      folders,
    );
  });
});
