import { resolve } from 'node:path';
import type { SourceFile } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

/** The project's TypeScript compiler, kept running: it parses files of src/, and checks changed ones in memory. */
export interface Compiler {
  parse(file: string): SourceFile;
  /** Returns whether the compiler refuses a file of src/ with this text. Checks only this file. */
  refuses(file: string, text: string): boolean;
  close(): void;
}

export function openCompiler(root: string): Compiler {
  const changed = new Map<string, string>();
  const api = new API({ cwd: root, fs: { readFile: (path) => changed.get(path) } });
  const openProjects = [resolve(root, 'tsconfig.json')];
  let program = api.updateSnapshot({ openProjects }).getProjects()[0]?.program;
  const show = (path: string) => {
    program = api.updateSnapshot({ fileChanges: { changed: [path] } }).getProjects()[0]?.program;
  };
  return {
    parse(file) {
      const source = program?.getSourceFile(resolve(root, file));
      if (!source) throw new Error(`${file} is not compiled by tsconfig.json.`);
      return source;
    },
    refuses(file, text) {
      const path = resolve(root, file);
      changed.set(path, text);
      show(path);
      const found = program?.getSemanticDiagnostics(path).length ?? 0;
      changed.delete(path);
      show(path);
      return found > 0;
    },
    close: () => api.close(),
  };
}
