import assert from 'node:assert/strict';
import { confirmByYes, confirmProtected } from '../../../src/cli/confirm.js';
import type { Environment } from '../../../src/project/index.js';

/** Standard input of a test is no terminal, so there is nobody to ask. */
describe('confirmations without a terminal', () => {
  const live = { name: 'live', protected: true } as Environment;
  const isTTY = process.stdin.isTTY;
  const write = process.stderr.write;
  let printed: string;

  beforeEach(() => {
    printed = '';
    process.stdin.isTTY = false;
    process.stderr.write = ((text: string) => {
      printed += text;
      return true;
    }) as typeof write;
  });
  afterEach(() => {
    process.stdin.isTTY = isTTY;
    process.stderr.write = write;
  });

  it('are not needed where the environment is not protected, whatever --confirm says', async () => {
    await confirmProtected({ ...live, protected: false }, undefined, ['It changes.']);
    await confirmProtected({ ...live, protected: false }, 'other', ['It changes.']);
    assert.equal(printed, '');
  });

  it('are given by --confirm with the name', async () => {
    await confirmProtected(live, 'live', ['It changes.']);
    assert.equal(printed, '');
  });

  it('are refused for another name', async () => {
    await assert.rejects(confirmProtected(live, 'sandbox', ['It changes.']), {
      code: 'CONFIRMATION_WRONG',
      exitCode: 2,
      message: '"sandbox" is not the environment\'s name; nothing was changed. Pass --confirm live.',
    });
    assert.equal(printed, '');
  });

  it('are refused without --confirm, after the warnings', async () => {
    await assert.rejects(confirmProtected(live, undefined, ['It changes.', 'Much.']), {
      code: 'CONFIRMATION_NEEDED',
      exitCode: 2,
      message: 'Environment live is protected and there is no terminal to ask at. Pass --confirm live.',
    });
    assert.equal(printed, 'It changes.\nMuch.\n');
  });

  it('refuse a question for a yes', async () => {
    await assert.rejects(confirmByYes('This deletes it'), {
      code: 'CONFIRMATION_NEEDED',
      message: 'This deletes it, and there is no terminal to ask at. Pass --yes.',
    });
  });
});
