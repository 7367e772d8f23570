import { AwsError, notSupported } from '../aws/service.js';
import type { S3Handler, S3State } from './operation.js';
import { xmlAnswer } from './operation.js';
import { integerParameter, type S3Request } from './request.js';
import { childText, document, element, group, malformedXml, parseXml } from './xml.js';

/** The region of a bucket that is created without a location constraint. */
const DEFAULT_REGION = 'us-east-1';
const MAXIMUM_BUCKETS = 10_000;

export const listBuckets: S3Handler = (state, request) => {
  const prefix = request.query.get('prefix') ?? '';
  const after = request.query.get('continuation-token') ?? '';
  const limit = integerParameter(request, 'max-buckets', {
    fallback: MAXIMUM_BUCKETS,
    minimum: 1,
    maximum: MAXIMUM_BUCKETS,
  });
  const found = state.buckets.list().filter(({ name }) => name.startsWith(prefix) && name > after);
  const page = found.slice(0, limit);
  const buckets = page.map((bucket) =>
    group('Bucket', element('Name', bucket.name), element('CreationDate', bucket.created)),
  );
  return xmlAnswer(
    document(
      'ListAllMyBucketsResult',
      group('Owner', element('ID', state.context.account)),
      group('Buckets', ...buckets),
      element('ContinuationToken', found.length > page.length ? page.at(-1)?.name : undefined),
    ),
  );
};

export const createBucket: S3Handler = (state, request) => {
  checkLocation(state, request);
  const location = { location: `/${request.bucket}` };
  if (!state.buckets.has(request.bucket)) {
    state.buckets.create(request.bucket, state.context.clock.now());
  } else if (state.context.region !== DEFAULT_REGION) {
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      409,
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: request.bucket },
    );
  }
  return { status: 200, headers: location };
};

export const headBucket: S3Handler = (state, request) => {
  state.buckets.get(request.bucket);
  return {
    status: 200,
    headers: { 'x-amz-bucket-region': state.context.region, 'content-type': 'application/xml' },
  };
};

export const deleteBucket: S3Handler = (state, request) => {
  state.buckets.delete(request.bucket);
  return { status: 204 };
};

export const getBucketLocation: S3Handler = (state, request) => {
  state.buckets.get(request.bucket);
  const { region } = state.context;
  const constraint = document('LocationConstraint', region === DEFAULT_REGION ? '' : region);
  return xmlAnswer(constraint);
};

export const getBucketVersioning: S3Handler = (state, request) => {
  const { versioning } = state.buckets.get(request.bucket);
  return xmlAnswer(
    document(
      'VersioningConfiguration',
      element('Status', versioning === 'Unversioned' ? undefined : versioning),
    ),
  );
};

export const putBucketVersioning: S3Handler = (state, request) => {
  const bucket = state.buckets.get(request.bucket);
  const configuration = parseXml(request.body.toString(), 'VersioningConfiguration');
  if (childText(configuration, 'MfaDelete') === 'Enabled') throw notSupported('s3', 'MFA delete');
  const status = childText(configuration, 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
  bucket.versioning = status;
  return { status: 200 };
};

function checkLocation(state: S3State, request: S3Request): void {
  const { region } = state.context;
  const constraint = locationConstraint(request.body);
  if ((constraint ?? DEFAULT_REGION) === region) return;
  throw new AwsError(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function locationConstraint(body: Buffer): string | undefined {
  if (body.length === 0) return undefined;
  const configuration = parseXml(body.toString(), 'CreateBucketConfiguration');
  for (const { name } of configuration.children) {
    if (name !== 'LocationConstraint') throw notSupported('s3', `CreateBucket with ${name}`);
  }
  return childText(configuration, 'LocationConstraint') || undefined;
}
