import { AwsError, notSupported } from '../aws/service.js';
import type { S3Handler, S3State } from './operation.js';
import { xmlAnswer } from './operation.js';
import { integerParameter, type S3Request } from './request.js';
import { childText, document, element, group, malformedXml, parseXml } from './xml.js';

/** Where a bucket lies when its creator names no place. */
const DEFAULT_REGION = 'us-east-1';
const MAXIMUM_BUCKETS = 10_000;

export const listBuckets: S3Handler = (stage, request) => {
  const prefix = request.query.get('prefix') ?? '';
  const after = request.query.get('continuation-token') ?? '';
  const limit = integerParameter(request, 'max-buckets', {
    fallback: MAXIMUM_BUCKETS,
    minimum: 1,
    maximum: MAXIMUM_BUCKETS,
  });
  const found = stage.buckets.list().filter(({ name }) => name.startsWith(prefix) && name > after);
  const page = found.slice(0, limit);
  const buckets = page.map((bucket) =>
    group('Bucket', element('Name', bucket.name), element('CreationDate', bucket.created)),
  );
  return xmlAnswer(
    document(
      'ListAllMyBucketsResult',
      group('Owner', element('ID', stage.context.account)),
      group('Buckets', ...buckets),
      element('ContinuationToken', found.length > page.length ? page.at(-1)?.name : undefined),
    ),
  );
};

export const createBucket: S3Handler = (stage, request) => {
  checkLocation(stage, request);
  const location = { location: `/${request.bucket}` };
  if (!stage.buckets.has(request.bucket)) {
    stage.buckets.create(request.bucket, stage.context.clock.now());
  } else if (stage.context.region !== DEFAULT_REGION) {
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      409,
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: request.bucket },
    );
  }
  return { status: 200, headers: location };
};

export const headBucket: S3Handler = (stage, request) => {
  stage.buckets.get(request.bucket);
  return {
    status: 200,
    headers: { 'x-amz-bucket-region': stage.context.region, 'content-type': 'application/xml' },
  };
};

export const deleteBucket: S3Handler = (stage, request) => {
  stage.buckets.delete(request.bucket);
  return { status: 204 };
};

export const getBucketLocation: S3Handler = (stage, request) => {
  stage.buckets.get(request.bucket);
  const { region } = stage.context;
  const constraint = document('LocationConstraint', region === DEFAULT_REGION ? '' : region);
  return xmlAnswer(constraint);
};

export const getBucketVersioning: S3Handler = (stage, request) => {
  const { versioning } = stage.buckets.get(request.bucket);
  return xmlAnswer(
    document(
      'VersioningConfiguration',
      element('Status', versioning === 'Unversioned' ? undefined : versioning),
    ),
  );
};

export const putBucketVersioning: S3Handler = (stage, request) => {
  const bucket = stage.buckets.get(request.bucket);
  const configuration = parseXml(request.body.toString(), 'VersioningConfiguration');
  if (childText(configuration, 'MfaDelete') === 'Enabled') throw notSupported('s3', 'MFA delete');
  const status = childText(configuration, 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
  bucket.versioning = status;
  return { status: 200 };
};

function checkLocation(stage: S3State, request: S3Request): void {
  const { region } = stage.context;
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
