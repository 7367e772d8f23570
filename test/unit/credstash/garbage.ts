import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Returns whether the program has let go of an object: collects garbage first. */
export async function isFreed(reference: WeakRef<object>): Promise<boolean> {
  // A WeakRef keeps its object until the end of the turn that made it.
  await new Promise((resolve) => setImmediate(resolve));
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return reference.deref() === undefined;
}
