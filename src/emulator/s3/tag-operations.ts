import { verifyChecksums } from './checksums.js';
import { versionHeader } from './object-headers.js';
import { findObject } from './object-operations.js';
import type { S3Handler } from './operation.js';
import { xmlAnswer } from './operation.js';
import { tagsFromXml, tagsToXml } from './tags.js';

export const getObjectTagging: S3Handler = (stage, request) => {
  const { object } = findObject(stage, request);
  return xmlAnswer(tagsToXml(object.tags), versionHeader(object));
};

export const putObjectTagging: S3Handler = (stage, request) => {
  const { bucket, object } = findObject(stage, request);
  verifyChecksums(request.headers, request.body);
  bucket.replace(request.key, { ...object, tags: tagsFromXml(request.body.toString()) });
  return { status: 200, headers: versionHeader(object) };
};

export const deleteObjectTagging: S3Handler = (stage, request) => {
  const { bucket, object } = findObject(stage, request);
  bucket.replace(request.key, { ...object, tags: {} });
  return { status: 204, headers: versionHeader(object) };
};
