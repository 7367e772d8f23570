import { type Document, type LineCounter, type ParsedNode, visit, type YAMLError } from 'yaml';
import { position } from './problems.js';

/** What of the file is no YAML, or leads nowhere in it: each with its place; none when it can be read. */
export function syntaxProblems(document: Document<ParsedNode>, file: string, lines: LineCounter): string[] {
  const found = document.errors.length > 0 ? readable(document.errors) : deadAliases(document);
  return found.map(({ offset, text }) => {
    const { line, col } = lines.linePos(offset);
    return `${position(file, line, col)}: ${text}`;
  });
}

interface Found {
  readonly offset: number;
  readonly text: string;
}

/** Behind the first place that is no YAML, the parser only guesses. */
function readable(errors: readonly YAMLError[]): Found[] {
  const broken = errors.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  const told = broken === -1 ? errors : errors.slice(0, broken + 1);
  return told.map((error) => ({ offset: error.pos[0], text: describe(error) }));
}

function describe({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'this name is there twice';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here; there can be only one';
  // `yaml` adds the place and an excerpt to its sentence.
  return message.split(' at line ')[0] ?? message;
}

function deadAliases(document: Document<ParsedNode>): Found[] {
  const found: Found[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return;
      found.push({
        offset: alias.range?.[0] ?? 0,
        text: `there is no &${alias.source} before this *${alias.source}`,
      });
    },
  });
  return found;
}
