import type { Path, Problem } from './problems.js';
import { listOf, mapOf, type Unchecked, unknown } from './unchecked.js';

/** Checks that the section `chat` names environments that exist. */
export function checkChat(file: Unchecked): Problem[] {
  const environments = Object.keys(mapOf(file.environment));
  const chat = mapOf(file.chat);
  const checkEnvironment = (name: unknown, path: Path): Problem[] =>
    typeof name !== 'string' || environments.includes(name)
      ? []
      : [{ path, text: unknown(name, 'environment', environments) }];
  return [
    ...checkNames(chat, environments, checkEnvironment),
    ...listOf(chat.permissions).flatMap((permission, index) =>
      listOf(mapOf(permission).in).flatMap((name, position) =>
        checkEnvironment(name, ['chat', 'permissions', index, 'in', position]),
      ),
    ),
    ...checkEnvironment(mapOf(chat.slack).environment, ['chat', 'slack', 'environment']),
  ];
}

function checkNames(
  chat: Unchecked,
  environments: readonly string[],
  checkEnvironment: (name: unknown, path: Path) => Problem[],
): Problem[] {
  return Object.entries(mapOf(chat.names)).flatMap(([name, environment]): Problem[] => {
    const path = ['chat', 'names', name];
    if (environments.includes(name)) {
      return [{ path, atKey: true, text: 'is an environment of its own, and cannot stand for another' }];
    }
    return checkEnvironment(environment, path);
  });
}
