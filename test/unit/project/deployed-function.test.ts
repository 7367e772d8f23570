import assert from 'node:assert/strict';
import { deployedFunction, loadProject, selectEnvironment } from '../../../src/project/index.js';

describe('deployedFunction', () => {
  it('finds a function by its name or its deployed name, and suggests one for a misspelt name', async () => {
    const project = await loadProject('superbowleto.yml');
    const environment = selectEnvironment(project, 'sandbox');
    const expected = {
      name: 'show-boleto',
      functionName: 'sandbox-superbowleto-show-boleto',
      timeout: 10,
    };
    assert.deepEqual(deployedFunction(project, environment, 'show-boleto'), expected);
    assert.deepEqual(deployedFunction(project, environment, 'sandbox-superbowleto-show-boleto'), expected);
    assert.throws(() => deployedFunction(project, environment, 'show-bolteo'), {
      code: 'UNKNOWN_FUNCTION',
      exitCode: 2,
      message: `Environment sandbox has no function "show-bolteo" in ${project.file}; did you mean show-boleto?`,
    });
    const small = { ...environment, functions: ['show-boleto', 'create-boleto', 'unknown'] };
    assert.throws(() => deployedFunction(project, small, 'unknown'), {
      message: `Environment sandbox has no function "unknown" in ${project.file}; there is show-boleto, create-boleto.`,
    });
  });
});
