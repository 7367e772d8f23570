import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadProject, type Project } from '../../../../src/project/index.js';
import type { Routes } from '../../../../src/service/http/handler.js';
import type { Service } from '../../../../src/service/service.js';

const file = fileURLToPath(new URL('../../../../superbowleto.yml', import.meta.url));
const folder = new URL('../../../../src/service/functions/', import.meta.url);

/** The functions whose source exports routes. */
function withRoutes(): string[] {
  return readdirSync(folder)
    .filter((name) => readFileSync(new URL(name, folder), 'utf8').includes('export const routes'))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();
}

describe('the functions of superbowleto.yml', () => {
  let project: Project;
  before(async () => {
    project = await loadProject(file);
  });

  it('serve exactly the routes that it gives them', async () => {
    const compared: string[] = [];
    for (const { name, trigger } of Object.values(project.functions)) {
      if (trigger.type !== 'routes') continue;
      const { routes }: { routes: (service: () => Service) => Routes } = await import(
        `../../../../src/service/functions/${name}.js`
      );
      const served = Object.keys(
        routes(() => {
          throw new Error('listing the routes must not open the service');
        }),
      );
      // The routes of ANY only answer 405.
      const given = trigger.routes.filter(({ method }) => method !== 'ANY');
      assert.deepEqual(served.sort(), given.map(({ method, path }) => `${method} ${path}`).sort(), name);
      compared.push(name);
    }
    assert.deepEqual(compared.sort(), withRoutes());
  });
});
