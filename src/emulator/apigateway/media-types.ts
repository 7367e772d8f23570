/**
 * Returns whether a body goes to or from a function in base64. For a request its `Content-Type` decides. For a response
 * the request's `Accept` decides, of which API Gateway reads the first type only.
 *
 * @param header undefined when the client sent none: that matches only the media type that stands for all
 * @param binary the API's binary media types: `application/pdf`, `image/*`, or all
 */
export function isBinary(header: string | undefined, binary: readonly string[]): boolean {
  const type = header?.split(',')[0]?.split(';')[0]?.trim().toLowerCase() ?? '';
  return binary.some(
    (known) =>
      known === '*/*' || known === type || (known.endsWith('/*') && type.startsWith(known.slice(0, -1))),
  );
}
