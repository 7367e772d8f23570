import type { Path, Problem } from './problems.js';
import { type Loose, listOf, mapOf, unknown } from './unchecked.js';

/** What the section `chat` says of the environments. */
export function checkChat(file: Loose): Problem[] {
  const environments = Object.keys(mapOf(file.environment));
  const chat = mapOf(file.chat);
  const known = (name: unknown, path: Path): Problem[] =>
    typeof name !== 'string' || environments.includes(name)
      ? []
      : [{ path, text: unknown(name, 'environment', environments) }];
  return [
    ...checkNames(chat, environments, known),
    ...listOf(chat.permissions).flatMap((permission, index) =>
      listOf(mapOf(permission).in).flatMap((name, place) =>
        known(name, ['chat', 'permissions', index, 'in', place]),
      ),
    ),
    ...known(mapOf(chat.slack).environment, ['chat', 'slack', 'environment']),
  ];
}

function checkNames(
  chat: Loose,
  environments: readonly string[],
  known: (name: unknown, path: Path) => Problem[],
): Problem[] {
  return Object.entries(mapOf(chat.names)).flatMap(([name, meant]): Problem[] => {
    const path = ['chat', 'names', name];
    if (environments.includes(name)) {
      return [{ path, atKey: true, text: 'is an environment of its own, and cannot stand for another' }];
    }
    return known(meant, path);
  });
}
