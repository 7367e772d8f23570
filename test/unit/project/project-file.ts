import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SuperbowletoError } from '../../../src/errors.js';
import { loadProject, type Project } from '../../../src/project/index.js';

/** A project file with every required setting, and nothing else. */
export const VALID = `service: sample
default_environment: sandbox
build: { type: command, command: make, output: out }
deploy: { type: lambda, s3_bucket: artifacts, region: us-east-1 }
functions:
  create-boleto:
    handler: create-boleto.handler
    memory: 512
    timeout: 10
    trigger: { route: POST /boletos }
  register-boleto:
    handler: register-boleto.handler
    memory: 512
    timeout: 30
    trigger: { queue: boletos-to-register }
queues:
  boletos-to-register:
    visibility_timeout: 180
environment:
  sandbox:
    account: "000000000001"
    credstash: { table: secrets, key: alias/secrets }
    operations_table: operations
    database: { instance: sample, name: sample, user: sample }
`;

/** Returns VALID with a part replaced. */
export function changed(part: string, replacement: string): string {
  assert.ok(VALID.includes(part), part);
  return VALID.replace(part, () => replacement);
}

export interface ProjectFile {
  readonly folder: string;
  readonly file: string;
  load(text: string, variables?: Record<string, string>): Promise<Project>;
  /** Asserts the mistakes of a file, each without the name of the file. */
  assertProblems(text: string, expected: readonly string[]): Promise<void>;
}

/** Gives each test of the calling suite a new folder for its superbowleto.yml. */
export function useProjectFile(): ProjectFile {
  let folder: string;
  const file = () => join(folder, 'superbowleto.yml');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-project-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function load(text: string, variables: Record<string, string> = { HOME: '/home/ana' }) {
    writeFileSync(file(), text);
    return await loadProject(file(), { variables });
  }

  return {
    get folder() {
      return folder;
    },
    get file() {
      return file();
    },
    load,
    async assertProblems(text, expected) {
      await assert.rejects(load(text), (error: SuperbowletoError) => {
        assert.equal(error.code, 'PROJECT_FILE_INVALID');
        assert.equal(error.exitCode, 2);
        const title = expected.length === 1 ? [] : [`${file()} has ${expected.length} mistakes:`];
        assert.deepEqual(error.message.split('\n'), [
          ...title,
          ...expected.map((problem) => `${file()}:${problem}`),
        ]);
        return true;
      });
    },
  };
}
