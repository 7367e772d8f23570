import type { Answer } from '../../../support/call-service.js';

/** Returns the text of the first element with this name; undefined without one. */
export const textOf = ({ body }: Pick<Answer, 'body'>, name: string): string | undefined =>
  new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(body)?.[1];

/** Returns the texts of all elements with this name. */
export const textsOf = ({ body }: Pick<Answer, 'body'>, name: string): (string | undefined)[] =>
  [...body.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, text]) => text);

/** Returns the status and, of an error, its code: `404 NoSuchKey`. */
export const codeOf = (answer: Answer): string =>
  [answer.status, ...(answer.status >= 400 ? [textOf(answer, 'Code')] : [])].join(' ');
