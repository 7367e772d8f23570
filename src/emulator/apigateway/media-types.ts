/**
 * Whether bodies of a type travel in base64: `Content-Type` says it of a request, and of a response, whatever its own
 * type, the request's `Accept`, of which API Gateway reads the first type alone.
 *
 * @param header undefined where the client sent none, which fits only the one that takes all
 * @param binary the API's binary media types: `application/pdf`, `image/*`, or all
 */
export function isBinary(header: string | undefined, binary: readonly string[]): boolean {
  const type = header?.split(',')[0]?.split(';')[0]?.trim().toLowerCase() ?? '';
  return binary.some(
    (known) =>
      known === '*/*' || known === type || (known.endsWith('/*') && type.startsWith(known.slice(0, -1))),
  );
}
