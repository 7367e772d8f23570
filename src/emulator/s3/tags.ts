import { AwsError } from '../aws/service.js';
import { invalidArgument } from './errors.js';
import { childrenOf, childText, document, element, group, malformedXml, parseXml } from './xml.js';

type Tags = Readonly<Record<string, string>>;

const MAXIMUM_TAGS = 10;

/** The header `x-amz-tagging`: `key=value&…`, form-encoded. @throws AwsError InvalidTag, InvalidArgument */
export function tagsFromHeader(header: string | undefined): Tags {
  if (!header) return {};
  const pairs = [...new URLSearchParams(header)];
  if (pairs.length > MAXIMUM_TAGS) throw tooMany();
  return tagsFromPairs(pairs, () =>
    invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    ),
  );
}

/** The body of PutObjectTagging. @throws AwsError MalformedXML, InvalidTag */
export function tagsFromXml(source: string): Tags {
  const [set] = childrenOf(parseXml(source, 'Tagging'), 'TagSet');
  if (!set) throw malformedXml();
  const pairs = childrenOf(set, 'Tag').map((tag): [string, string] => {
    const [key, value] = [childText(tag, 'Key'), childText(tag, 'Value')];
    if (key === undefined || value === undefined) throw malformedXml();
    return [key, value];
  });
  if (pairs.length > MAXIMUM_TAGS) throw tooMany();
  return tagsFromPairs(pairs, () => invalidTag('Cannot provide multiple Tags with the same key'));
}

export function tagsToXml(tags: Tags): string {
  const set = Object.entries(tags).map(([key, value]) =>
    group('Tag', element('Key', key), element('Value', value)),
  );
  return document('Tagging', group('TagSet', ...set));
}

function tagsFromPairs(pairs: readonly (readonly [string, string])[], duplicate: () => AwsError): Tags {
  const tags = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (tags.has(key)) throw duplicate();
    if (key.length < 1 || key.length > 128) throw invalidTag('The TagKey you have provided is invalid');
    if (value.length > 256) throw invalidTag('The TagValue you have provided is invalid');
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

const invalidTag = (message: string): AwsError => new AwsError('InvalidTag', 400, message);

const tooMany = (): AwsError =>
  new AwsError('BadRequest', 400, `Object tags cannot be greater than ${MAXIMUM_TAGS}`);
