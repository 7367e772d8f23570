import type { Answer } from '../../http/answer.js';
import { version } from '../../version.js';
import { openApiDocument } from './document.js';

let written: string | undefined;

/** GET /openapi.json. Each execution environment writes the document once. */
export async function getOpenApi(): Promise<Answer> {
  written ??= JSON.stringify(openApiDocument(version));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, max-age=300',
  };
  return { status: 200, body: written, headers };
}
