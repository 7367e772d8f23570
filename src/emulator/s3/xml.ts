import { AwsError } from '../aws/service.js';
import { escapeXml } from '../aws/xml.js';

export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Writes an element; nothing when its content is undefined. */
export function element(name: string, content: string | number | boolean | undefined): string {
  return content === undefined ? '' : `<${name}>${xmlText(String(content))}</${name}>`;
}

/** Writes an element around content that is already XML. */
export const group = (name: string, ...content: readonly string[]): string =>
  `<${name}>${content.join('')}</${name}>`;

/** Writes a document in S3's namespace; its content is already XML. */
export const document = (name: string, ...content: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content.join('')}</${name}>`;

/** Escapes text. Keys may contain control characters, which S3 writes as references although XML 1.0 forbids them. */
export function xmlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern has to match control characters
  return escapeXml(text).replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (character) => {
    return `&#${character.charCodeAt(0)};`;
  });
}

/**
 * Parses the body of a request: elements, text, CDATA and character references. It refuses a DTD and so expands no
 * entity.
 *
 * @throws AwsError MalformedXML when it is not well-formed or its root is not `root`
 */
export function parseXml(source: string, root: string): XmlElement {
  const reader = new Reader(source);
  const parsed = reader.document();
  if (parsed.name !== root) throw malformedXml();
  return parsed;
}

/** Returns the children with this name. */
export const childrenOf = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name);

/** Returns the text of the first child with this name; undefined without such a child. */
export const childText = (parent: XmlElement, name: string): string | undefined =>
  parent.children.find((child) => child.name === name)?.text;

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

const PROLOGUE = /(?:\s+|<\?.*?\?>|<!--.*?-->)+/sy;
const OPEN_TAG = /<([\w:.-]+)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y;
const CLOSE_TAG = /<\/([\w:.-]+)\s*>/y;
const CHARACTERS = /[^<]+/y;
const CDATA = /<!\[CDATA\[(.*?)\]\]>/sy;
const COMMENT = /<!--.*?-->/sy;
const MAXIMUM_DEPTH = 20;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

class Reader {
  readonly #source: string;
  #position = 0;

  constructor(source: string) {
    this.#source = source.replace(/^\uFEFF/, '');
  }

  document(): XmlElement {
    this.#take(PROLOGUE);
    const root = this.#element(0);
    this.#take(PROLOGUE);
    if (this.#position < this.#source.length) throw malformedXml();
    return root;
  }

  #element(depth: number): XmlElement {
    const open = this.#take(OPEN_TAG);
    if (!open?.[1] || depth > MAXIMUM_DEPTH) throw malformedXml();
    const name = open[1];
    const content = open[2] ? { text: '', children: [] } : this.#content(name, depth);
    return { name: name.replace(/^.*:/, ''), ...content };
  }

  #content(name: string, depth: number): { text: string; children: XmlElement[] } {
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      const close = this.#take(CLOSE_TAG);
      if (close) {
        if (close[1] !== name) throw malformedXml();
        return { text, children };
      }
      const characters = this.#take(CHARACTERS);
      const cdata = characters ? undefined : this.#take(CDATA);
      if (characters) text += unescapeXml(characters[0]);
      else if (cdata) text += cdata[1] ?? '';
      else if (!this.#take(COMMENT)) children.push(this.#element(depth + 1));
    }
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#source);
    if (match) this.#position = pattern.lastIndex;
    return match ?? undefined;
  }
}

function unescapeXml(text: string): string {
  return text.replaceAll(/&([^;&]*)(;?)/g, (_, name: string, end: string) => {
    const character = end ? characterOf(name) : undefined;
    if (character === undefined) throw malformedXml();
    return character;
  });
}

function characterOf(name: string): string | undefined {
  const numeric = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name);
  if (!numeric) return ENTITIES[name];
  const code = numeric[1] ? Number.parseInt(numeric[1], 16) : Number(numeric[2]);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
