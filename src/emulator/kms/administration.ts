import type { Clock } from '../../clock.js';
import type { JsonInput as Input, JsonOperation } from '../aws/json-service.js';
import { AwsError, notSupported } from '../aws/service.js';
import { textMember, validation } from './input.js';
import { type Key, type Keys, verifyNotPendingDeletion } from './keys.js';

const DAY = 86_400_000;
/** Days until a key is deleted. */
const SHORTEST_WINDOW = 7;
const LONGEST_WINDOW = 30;

/** Returns the operations of tools that manage keys, such as Terraform. Policies are stored, but not enforced. */
export function administration(keys: Keys, clock: Clock): Readonly<Record<string, JsonOperation>> {
  const keyOf = (input: Input) => keys.get(textMember(input, 'KeyId'));
  const changeable = (input: Input) => {
    const key = keyOf(input);
    verifyNotPendingDeletion(key);
    return key;
  };
  const setEnabled = (input: Input, enabled: boolean) => {
    keys.change(changeable(input), { enabled });
    return {};
  };

  return {
    EnableKey: (input) => setEnabled(input, true),
    DisableKey: (input) => setEnabled(input, false),
    UpdateKeyDescription(input) {
      keys.change(changeable(input), { description: textMember(input, 'Description') });
      return {};
    },
    GetKeyPolicy(input) {
      verifyPolicyName(input);
      return { Policy: keyOf(input).policy ?? keys.defaultPolicy, PolicyName: 'default' };
    },
    PutKeyPolicy(input) {
      verifyPolicyName(input);
      keys.change(changeable(input), { policy: policyMember(input) });
      return {};
    },
    GetKeyRotationStatus: (input) => ({ KeyId: keyOf(input).arn, KeyRotationEnabled: false }),
    UntagResource(input) {
      const key = changeable(input);
      const removed = new Set(Array.isArray(input.TagKeys) ? input.TagKeys : []);
      keys.change(key, {
        tags: Object.fromEntries(Object.entries(key.tags).filter(([name]) => !removed.has(name))),
      });
      return {};
    },
    UpdateAlias(input) {
      keys.pointAlias(textMember(input, 'AliasName'), keys.get(textMember(input, 'TargetKeyId')));
      return {};
    },
    DeleteAlias(input) {
      keys.deleteAlias(textMember(input, 'AliasName'));
      return {};
    },
    ScheduleKeyDeletion(input) {
      const key = changeable(input);
      const days = windowMember(input);
      const deletion = new Date(clock.now().getTime() + days * DAY);
      keys.change(key, { deletion: deletion.toISOString(), enabled: false });
      return {
        KeyId: key.arn,
        DeletionDate: deletion.getTime() / 1000,
        KeyState: 'PendingDeletion',
        PendingWindowInDays: days,
      };
    },
    CancelKeyDeletion(input) {
      const key = keyOf(input);
      if (!key.deletion) throw invalidState(key, 'is not pending deletion');
      keys.change(key, { deletion: undefined });
      return { KeyId: key.arn };
    },
  };
}

/** Reads the policy of a request; undefined without one. @throws AwsError MalformedPolicyDocumentException */
export function policyMember(input: Input): string | undefined {
  if (input.Policy === undefined) return undefined;
  const policy = textMember(input, 'Policy');
  try {
    JSON.parse(policy);
  } catch {
    throw new AwsError('MalformedPolicyDocumentException', 400, 'Policy contains invalid JSON');
  }
  return policy;
}

function invalidState({ arn }: Key, what: string): AwsError {
  return new AwsError('KMSInvalidStateException', 400, `${arn} ${what}.`);
}

function verifyPolicyName({ PolicyName: name = 'default' }: Input): void {
  if (name !== 'default') throw new AwsError('NotFoundException', 400, 'No such policy exists');
}

function windowMember({ PendingWindowInDays: days = LONGEST_WINDOW }: Input): number {
  if (typeof days !== 'number')
    throw notSupported('KMS', 'ScheduleKeyDeletion with a PendingWindowInDays of text');
  if (days >= SHORTEST_WINDOW && days <= LONGEST_WINDOW) return days;
  const constraint =
    days > LONGEST_WINDOW
      ? `less than or equal to ${LONGEST_WINDOW}`
      : `greater than or equal to ${SHORTEST_WINDOW}`;
  throw validation(
    `Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${constraint}`,
  );
}
