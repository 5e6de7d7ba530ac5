/** keepalived says nothing where an included file is missing, and reads whatever else an include names. */
import { posix } from 'node:path';
import type { Node } from '../../../server/src/index.ts';
import type { Placement } from '../pair.ts';
import { type Concern, error, type Finding, warning } from './finding.ts';

interface HostInclude {
  readonly keyword: string;
  /** As written. */
  readonly pattern: string;
  /** The file that it stands in, on the node. */
  readonly from: string;
  /** As an absolute pattern on the node. */
  readonly there: string;
  /** What it reads here, with the place where the node has to have it. */
  readonly files: readonly { readonly source: string; readonly target: string }[];
}

/** Includes in files that the node gets. Relative ones count from the folder of the file that they stand in. */
export function includesOf(config: Node, placements: readonly Placement[]): HostInclude[] {
  const targets = new Map(placements.map(({ source, target }) => [source, target]));
  return config.expansion.includes.flatMap(({ keyword, pattern, place, files }): HostInclude[] => {
    const from = targets.get(place.file);
    if (from === undefined) return [];
    const onNode = (path: string): string => posix.resolve(posix.dirname(from), path);
    const folder = posix.dirname(place.file);
    // ${_PWD} has become the folder here; there it will be the one there.
    const own = pattern.startsWith(`${folder}/`) ? posix.relative(folder, pattern) : pattern;
    const isAbsolute = posix.isAbsolute(own);
    return [
      {
        keyword,
        pattern,
        from,
        there: onNode(own),
        files: files.map((source) => ({
          source,
          target: isAbsolute ? source : onNode(posix.relative(folder, source)),
        })),
      },
    ];
  });
}

export const includes: Concern = ({ node, config, placements, pair, facts }) => {
  const targets = new Set(placements.map(({ target }) => target));
  const folder = posix.dirname(pair.inventory.file);
  return includesOf(config, placements).flatMap(({ keyword, pattern, from, there, files }): Finding[] => {
    const missing = files
      .filter(({ target }) => !targets.has(target))
      .map(({ source, target }) => {
        const entry = JSON.stringify({ source: posix.relative(folder, source), target });
        const message = `"${keyword} ${pattern}" reads ${source} here, but the node does not get that file, and keepalived would go on without it. Add ${entry} to the "files" of ${node.name} in keepalived-ha.json.`;
        return error('includes', message);
      });
    const known = new Set([...targets, ...files.map(({ target }) => target)]);
    const surplus = (facts.includes.get(there) ?? [])
      .filter((file) => !known.has(file))
      .map((file) => {
        const message = `"${keyword} ${pattern}" in ${from} also reads ${file}, which is there but not here: what is foretold leaves it out. Remove it there, or add it to the "files" of ${node.name} in keepalived-ha.json.`;
        return warning('includes', message);
      });
    return [...missing, ...surplus];
  });
};
