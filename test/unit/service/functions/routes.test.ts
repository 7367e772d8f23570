import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { loadProject, type Project } from '../../../../src/project/index.js';
import type { Routes } from '../../../../src/service/http/handler.js';
import type { Service } from '../../../../src/service/service.js';

const file = fileURLToPath(new URL('../../../../superbowleto.yml', import.meta.url));

describe('the functions of superbowleto.yml', () => {
  let project: Project;
  before(async () => {
    project = await loadProject(file);
  });

  it('serve the routes that it gives them, and no others', async () => {
    for (const { name, trigger } of Object.values(project.functions)) {
      if (trigger.type !== 'routes') continue;
      const { routes }: { routes: (service: () => Service) => Routes } = await import(
        `../../../../src/service/functions/${name}.js`
      );
      const served = Object.keys(
        routes(() => {
          throw new Error('nobody asked yet');
        }),
      );
      // ANY catches the methods that are to be refused.
      const given = trigger.routes.filter(({ method }) => method !== 'ANY');
      assert.deepEqual(served.sort(), given.map(({ method, path }) => `${method} ${path}`).sort(), name);
    }
  });
});
