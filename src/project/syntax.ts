import { type Document, type LineCounter, type ParsedNode, visit, type YAMLError } from 'yaml';
import { position } from './problems.js';

/** Returns the syntax errors of the file and its aliases without an anchor, each with its position. */
export function syntaxProblems(document: Document<ParsedNode>, file: string, lines: LineCounter): string[] {
  const found = document.errors.length > 0 ? readable(document.errors) : unknownAliases(document);
  return found.map(({ offset, text }) => {
    const { line, col } = lines.linePos(offset);
    return `${position(file, line, col)}: ${text}`;
  });
}

interface Found {
  readonly offset: number;
  readonly text: string;
}

/** After the first real syntax error the parser only guesses, so that the errors that follow it are left out. */
function readable(errors: readonly YAMLError[]): Found[] {
  const broken = errors.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  const reported = broken === -1 ? errors : errors.slice(0, broken + 1);
  return reported.map((error) => ({ offset: error.pos[0], text: describe(error) }));
}

function describe({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'this name is there twice';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here; there can be only one';
  // `yaml` appends the position and an excerpt to its message.
  return message.split(' at line ')[0] ?? message;
}

function unknownAliases(document: Document<ParsedNode>): Found[] {
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
