import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../infrastructure', import.meta.url));

/** A block at the left margin: `resource "aws_vpc" "this" { … }`. */
interface Block {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly body: string;
}

describe('the Terraform files of a folder', () => {
  const folders = ['.', ...readdirSync(ROOT, { recursive: true, encoding: 'utf8' })]
    .filter((name) => !name.includes('.terraform') && statSync(join(ROOT, name)).isDirectory())
    .filter((name) => readdirSync(join(ROOT, name)).some((file) => file.endsWith('.tf')));

  it('are found', () => assert.ok(folders.includes('modules/application'), folders.join(' ')));

  for (const folder of folders) {
    describe(folder, () => {
      const text = readdirSync(join(ROOT, folder))
        .filter((file) => file.endsWith('.tf'))
        .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
        .join('\n');
      const blocks = blocksOf(text);
      const code = text.replaceAll(/^\s*#.*$/gm, '');
      const isUsed = (reference: string) =>
        new RegExp(`(?<![\\w.-])${reference.replaceAll('.', '\\.')}(?![\\w-])`).test(code);
      const of = (kind: string) => blocks.filter((block) => block.kind === kind);

      it('declare nothing that they do not use', () => {
        const declared = [
          ...of('variable').map(({ labels: [name] }) => `var.${name}`),
          ...of('data').map(({ labels: [type, name] }) => `data.${type}.${name}`),
          ...of('locals').flatMap(({ body }) =>
            [...body.matchAll(/^ {2}([a-z_]+) *=/gm)].map(([, name]) => `local.${name}`),
          ),
        ];
        assert.deepEqual(
          declared.filter((reference) => !isUsed(reference)),
          [],
        );
      });

      it('describe each variable and output', () => {
        for (const { kind, labels, body } of [...of('variable'), ...of('output')]) {
          assert.match(body, /^ {2}description *= *(".+"|<<-E)$/m, `${kind} ${labels}`);
          if (kind === 'variable') assert.match(body, /^ {2}type *= */m, `${kind} ${labels}`);
        }
      });

      it('use only lower-case letters, digits and underscores in names', () => {
        const names = blocks.map(({ labels }) => labels.at(-1) ?? 'terraform');
        assert.deepEqual(
          names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name)),
          [],
        );
      });

      it('state the versions of Terraform and of the provider', () => {
        const [terraform] = of('terraform');
        assert.match(terraform?.body ?? '', /^ {2}required_version = ">= \d/m);
        assert.match(terraform?.body ?? '', /^ {6}version = "(~> )?\d/m);
      });
    });
  }
});

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^([a-z]+)((?: "[^"]+")*) \{(?:\}$|\n(.*?)^\})/gms)].map(
    ([, kind = '', labels = '', body = '']) => ({
      kind,
      labels: [...labels.matchAll(/"([^"]+)"/g)].map(([, label = '']) => label),
      body,
    }),
  );
}
