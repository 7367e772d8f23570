import { skipBecause } from '../../support/skip.js';
import { createWorkspace, findProviders, missingTool, type Workspace } from './support/terraform.js';

describe('the Terraform modules', function () {
  this.timeout(5 * 60_000);
  const missing = missingTool(['terraform']);
  if (missing) {
    it('are formatted, valid, and pass their own tests', function () {
      skipBecause(this, missing);
    });
    return;
  }
  let workspace: Workspace | undefined;

  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace?.remove());

  async function terraform(folder: string, ...args: string[]): Promise<void> {
    await workspace?.succeed(folder, ...args);
  }

  it('are formatted', () => terraform('.', 'fmt', '-check', '-recursive'));

  for (const folder of ['bootstrap', 'environments/sandbox', 'environments/live']) {
    it(`are valid in ${folder}`, async () => {
      await terraform(folder, 'init', `-plugin-dir=${findProviders()}`);
      await terraform(folder, 'validate');
    });
  }

  it('pass their own tests', async () => {
    await terraform('modules/environment', 'init', `-plugin-dir=${findProviders()}`);
    await terraform('modules/environment', 'test');
  });
});
