import type { Expansion } from './expand.ts';

/** A file with more ids than this is no file for that many nodes. */
const MOST_IDS = 64;

/**
 * The config ids (keepalived's `-i`) under which a configuration reads differently: one file with `@id` lines is
 * several nodes. `undefined` stands for every id that is not named. What one id lets in may name further ones.
 */
export function configIdsOf(
  readAs: (configId: string | undefined) => Pick<Expansion, 'conditions'>,
): readonly (string | undefined)[] {
  const ids = new Set(readAs(undefined).conditions);
  for (const id of ids) if (ids.size < MOST_IDS) for (const other of readAs(id).conditions) ids.add(other);
  // Where one id is named alone, the lines without it are the other node's.
  return ids.size > 1 ? [...ids] : [...ids, undefined];
}
