import { AwsError, notSupported } from '../aws/service.js';
import { invalidValue, missingParameter } from './errors.js';
import type { MessageAttribute, MessageAttributes } from './message-attributes.js';

/** The members of a request. Each method reads one and checks its type. */
export class Input {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(members: Readonly<Record<string, unknown>>) {
    this.#members = members;
  }

  /** Verifies that the operation supports every member of the request. @throws AwsError NotImplemented */
  allow(operation: string, names: readonly string[]): void {
    for (const [name, value] of Object.entries(this.#members))
      if (value !== null && !names.includes(name)) throw notSupported('sqs', `${operation} with ${name}`);
  }

  /** Reads a string that is not empty. @throws AwsError MissingParameter */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === '') throw missingParameter(name);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#members[name] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw malformed(`${name} is no string`);
  }

  /**
   * Reads an integer.
   *
   * @throws AwsError InvalidParameterValue with `reason` when it is not between `minimum` and `maximum`
   */
  integer(name: string, limits: { minimum: number; maximum: number; reason: string }): number | undefined {
    const value = this.#members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'number') throw malformed(`${name} is no number`);
    if (Number.isInteger(value) && value >= limits.minimum && value <= limits.maximum) return value;
    throw invalidValue(name, value, limits.reason);
  }

  texts(name: string): string[] {
    const value = this.#members[name] ?? [];
    if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
    throw malformed(`${name} is no list of strings`);
  }

  map(name: string): Record<string, string> {
    const value = this.#members[name] ?? {};
    if (isRecord(value) && isStringMap(value)) return value;
    throw malformed(`${name} is no map of strings`);
  }

  entries(name: string): Input[] {
    const value = this.#members[name] ?? [];
    if (Array.isArray(value) && value.every(isRecord)) return value.map((members) => new Input(members));
    throw malformed(`${name} is no list of structures`);
  }

  messageAttributes(name: string): MessageAttributes {
    const value = this.#members[name] ?? {};
    if (!isRecord(value)) throw malformed(`${name} is no map`);
    return Object.fromEntries(
      Object.entries(value).map(([key, attribute]) => [key, messageAttribute(key, attribute)]),
    );
  }
}

function messageAttribute(name: string, value: unknown): MessageAttribute {
  if (!isRecord(value)) throw malformed(`Message attribute ${name} is no structure`);
  const input = new Input(value);
  input.allow(`message attribute ${name}`, ['DataType', 'StringValue', 'BinaryValue']);
  const [text, binary] = [input.optionalText('StringValue'), input.optionalText('BinaryValue')];
  return {
    DataType: input.optionalText('DataType') ?? '',
    ...(text === undefined ? {} : { StringValue: text }),
    ...(binary === undefined ? {} : { BinaryValue: binary }),
  };
}

const malformed = (message: string): AwsError => new AwsError('SerializationException', 400, message);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStringMap = (value: Record<string, unknown>): value is Record<string, string> =>
  Object.values(value).every((item) => typeof item === 'string');
