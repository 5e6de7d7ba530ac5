/** Blocks with a name of their own: which of them keepalived keeps (vrrp_parser.c, the handlers of the block keywords). */
import { catalogue, report } from '../model/catalogue.ts';
import { headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Node } from '../model/node.ts';
import { named, type Setting } from '../model/settings.ts';
import type { Rule } from './check.ts';

export const NAME_CODES = catalogue('keepalived', {
  'block-unnamed': ['error', 'A block that needs exactly one name has none, or several: it is dropped.'],
  'block-duplicate': ['error', 'A second block has the name of an earlier one: it is dropped.'],
});

/** Names of these blocks must be unique; elsewhere a second block of one name is kept and never found. */
const UNIQUE = ['vrrp_instance', 'vrrp_sync_group', 'track_group'] as const;
type Unique = (typeof UNIQUE)[number];

const WHAT: Readonly<Record<Unique, string>> = {
  vrrp_instance: 'VRRP instance',
  vrrp_sync_group: 'sync group',
  track_group: 'track group',
};

/** The name of a block, where it has exactly one. */
const nameOf = ({ directive: { words } }: Setting): string | undefined =>
  words.length === 2 ? words[1]!.text : undefined;

/** The blocks of this kind that keepalived keeps: with one name, and the first of it. */
export function liveBlocks(node: Node, keyword: Unique): Setting[] {
  const seen = new Set<string>();
  return named(node.settings, keyword).filter((setting) => {
    const name = nameOf(setting);
    return name !== undefined && !seen.has(name) && seen.add(name);
  });
}

export const names: Rule = (node) =>
  UNIQUE.flatMap((keyword) => {
    const first = new Map<string, Setting>();
    return named(node.settings, keyword).flatMap((setting) => {
      const { directive } = setting;
      const [, name, second] = directive.words;
      if (directive.words.some(isOpaque)) return [];
      if (!name || second) {
        const message = second
          ? `This ${WHAT[keyword]} has more than one name: keepalived drops the whole block. Use one word, e.g. "${directive.words
              .slice(1)
              .map(({ text }) => text)
              .join('_')}".`
          : `This ${WHAT[keyword]} has no name: keepalived drops the whole block.`;
        return [report(NAME_CODES['block-unnamed'], headerOf(directive), message)];
      }
      const earlier = first.get(name.text);
      if (!earlier) {
        first.set(name.text, setting);
        return [];
      }
      const message = `There is a ${WHAT[keyword]} ${name.text} already: keepalived drops this whole block. Give it another name.`;
      const related = [{ place: headerOf(earlier.directive), message: `the first ${name.text}, which counts` }];
      return [report(NAME_CODES['block-duplicate'], placeOf(directive, name), message, { related })];
    });
  });
