import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { ApiReply } from '../api.js';

/** The part of the OpenAPI document that the tests read. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly DocumentedParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, MediaType>> }>>;
}

export interface DocumentedParameter extends MediaType {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
}

export interface MediaType {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Documented {
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentedOperation;
}

export function operationsOf({ paths }: Document): Documented[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([key]) => key !== 'parameters')
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** Makes checks of answers, and of the document's own examples, by the document's schemas. */
export function createChecker(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'api');

  const compiled = new Map<object, ReturnType<typeof ajv.compile>>();

  function assertFits(schema: object, value: unknown, what: string): void {
    const validate = compiled.get(schema) ?? ajv.compile(absolute(schema));
    compiled.set(schema, validate);
    assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value)}`);
  }

  return {
    assertFits,
    /** Asserts that the document allows this status, media type and body as an answer of the operation. */
    assertDocumented({ method, path, operation }: Documented, reply: ApiReply): void {
      const what = `${reply.status} of ${method} ${path}`;
      const response = operation.responses[reply.status];
      assert.ok(response, `${what} is not in the document: ${reply.bytes}`);
      const [type = ''] = (reply.headers['content-type'] ?? '').split(';');
      const media = response.content[type];
      assert.ok(media, `${what} has the type ${type}`);
      if (type === 'application/json') assertFits(media.schema, reply.json(), what);
    },
  };
}

/** Makes references inside the document absolute, so that a schema on its own resolves them. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
}
