import type { InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type { FunctionFailure } from './types.js';

/** Returns the payload as text. */
export function textOf({ Payload }: InvokeCommandOutput): string {
  return Buffer.from(Payload ?? []).toString('utf8');
}

/** Returns how the function failed; undefined when it answered. */
export function failureOf(response: InvokeCommandOutput): FunctionFailure | undefined {
  if (!response.FunctionError) return undefined;
  const text = textOf(response);
  const { errorType = 'Error', errorMessage = text } = Object(parseAnswer(text)) as Record<string, string>;
  const timedOut = errorType === 'Sandbox.Timedout' || /Task timed out after/.test(errorMessage);
  return { type: errorType, message: errorMessage, timedOut };
}

/** Parses an answer; returns undefined when it is not JSON. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
