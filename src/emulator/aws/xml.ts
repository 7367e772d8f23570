/** Content of an element. An array repeats its one-entry objects; undefined is left out. */
export type Content =
  | string
  | number
  | boolean
  | undefined
  | readonly Content[]
  | { readonly [name: string]: Content };

/**
 * Writes content as XML elements.
 *
 * @example xml({ Endpoint: { Port: 5432 } }) // '<Endpoint><Port>5432</Port></Endpoint>'
 */
export function xml(content: Content): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeXml(String(content));
  if (Array.isArray(content)) return content.map(xml).join('');
  return Object.entries(content)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `<${name}>${xml(inner as Content)}</${name}>`)
    .join('');
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
