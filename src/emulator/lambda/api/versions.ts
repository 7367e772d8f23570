import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { describeVersion } from '../answers.js';
import type { Catalog } from '../catalog.js';
import { beginChange, verifyChangeable } from '../changes.js';
import { invalidParameter, parseInput } from '../errors.js';
import type { FunctionRecord, FunctionVersion } from '../model.js';
import { answer, bodyOf, type Call, type Operation, page, param } from './call.js';

const publishInput = z.object({
  CodeSha256: z.string().nullish(),
  Description: z.string().max(256, 'Member must have length less than or equal to 256').nullish(),
  RevisionId: z.string().nullish(),
});

export function versionOperations(catalog: Catalog): Record<string, Operation> {
  return {
    PublishVersion: (call) => publishVersion(catalog, call),
    ListVersionsByFunction: (call) => listVersions(catalog, call),
  };
}

function publishVersion(catalog: Catalog, call: Call) {
  const input = parseInput(publishInput, bodyOf(call));
  const record = catalog.get(param(call, 'FunctionName'));
  const { latest } = record;
  verifyChangeable(catalog, record, input.RevisionId);
  if (input.CodeSha256 && input.CodeSha256 !== latest.code.sha256) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const version = publish(catalog, record, input.Description ?? undefined);
  return answer(
    call,
    201,
    describeVersion(record, version, {
      arn: (name, qualifier) => catalog.arn(name, qualifier),
      now: catalog.now(),
      qualifier: version.version,
    }),
  );
}

/** Publishes `$LATEST`, or finds the last version again when neither code nor settings changed since. */
export function publish(catalog: Catalog, record: FunctionRecord, description?: string): FunctionVersion {
  const { latest } = record;
  const last = record.published.at(-1);
  if (last !== undefined && isSame(last, latest)) return last;
  const settings = { ...latest.settings, Description: description ?? latest.settings.Description };
  const version = beginChange(catalog, {
    version: String(record.nextVersion),
    settings,
    code: latest.code,
    change: 'create',
  });
  record.published.push(version);
  record.nextVersion += 1;
  catalog.save();
  return version;
}

/** A version's own description does not make it another. */
function isSame(one: FunctionVersion, other: FunctionVersion): boolean {
  return (
    one.code.sha256 === other.code.sha256 &&
    isDeepStrictEqual({ ...one.settings, Description: '' }, { ...other.settings, Description: '' })
  );
}

function listVersions(catalog: Catalog, call: Call) {
  const record = catalog.get(param(call, 'FunctionName'));
  const all = [record.latest, ...record.published].map((version) =>
    describeVersion(record, version, {
      arn: (name, qualifier) => catalog.arn(name, qualifier),
      now: catalog.now(),
      qualifier: version.version,
    }),
  );
  const { items, ...rest } = page(call, all);
  return answer(call, 200, { Versions: items, ...rest });
}
