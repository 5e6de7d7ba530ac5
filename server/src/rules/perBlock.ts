import type { Setting } from '../model/settings.ts';
import type { Version } from '../schema/index.ts';

/**
 * For what depends on one top-level block and nothing else: the results are kept with the block, which stays the same
 * object until its text changes.
 */
export function perBlock<T>(
  look: (block: Setting, version: Version) => readonly T[],
): (blocks: readonly Setting[], version: Version) => T[] {
  const kept = new WeakMap<Setting, { readonly version: Version; readonly results: readonly T[] }>();
  return (blocks, version) =>
    blocks.flatMap((block) => {
      const known = kept.get(block);
      if (known?.version === version) return known.results;
      const results = look(block, version);
      kept.set(block, { version, results });
      return results;
    });
}
