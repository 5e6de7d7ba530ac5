/** Blocks with a name of their own: which of them keepalived keeps (vrrp_parser.c, the handlers of the block keywords). */
import { catalogue, report } from '../model/catalogue.ts';
import { headerOf, placeOf } from '../model/directive.ts';
import type { Node } from '../model/node.ts';
import { refusal } from '../model/refusal.ts';
import { named, type Setting } from '../model/settings.ts';
import type { Rule } from './check.ts';

export const NAME_CODES = catalogue('keepalived', {
  'block-two-names': ['error', 'A block that needs exactly one name has several: it is dropped.'],
  'block-duplicate': ['error', 'A second block has the name of an earlier one: it is dropped.'],
});

/** Blocks that keepalived drops for their names; of others a second one of a name is kept and never found. */
const KINDS: Readonly<Record<string, string>> = {
  vrrp_instance: 'VRRP instance',
  vrrp_sync_group: 'sync group',
  track_group: 'track group',
};

const why = (keyword: string, node: Node): readonly (readonly [Setting, ReturnType<typeof refusal>])[] => {
  const taken = new Map<string, Set<string>>();
  return named(node.settings, keyword).map((setting) => [
    setting,
    setting.keyword?.kind === 'block' ? refusal(setting.keyword, setting.directive, taken) : undefined,
  ]);
};

const live = new WeakMap<Node, Map<string, readonly Setting[]>>();

/** The blocks of this kind that keepalived keeps: with one name, and the first of it. One without `{` is not judged. */
export function liveBlocks(
  node: Node,
  keyword: 'vrrp_instance' | 'vrrp_sync_group' | 'track_group',
): readonly Setting[] {
  const ofNode = live.get(node) ?? new Map<string, readonly Setting[]>();
  live.set(node, ofNode);
  const known = ofNode.get(keyword);
  if (known) return known;
  const blocks = why(keyword, node).flatMap(([setting, refused]) =>
    refused || !setting.directive.words[1] || !setting.directive.block ? [] : [setting],
  );
  ofNode.set(keyword, blocks);
  return blocks;
}

export const names: Rule = (node) =>
  Object.entries(KINDS).flatMap(([keyword, what]) => {
    const first = new Map<string, Setting>();
    return why(keyword, node).flatMap(([setting, refused]) => {
      const { directive } = setting;
      const [, name, ...more] = directive.words;
      if (!name) return [];
      if (refused === 'surplus') {
        const joined = [name, ...more].map(({ text }) => text).join('_');
        const message = `This ${what} has more than one name: keepalived drops the whole block. Use one word, e.g. "${joined}".`;
        return [report(NAME_CODES['block-two-names'], headerOf(directive), message)];
      }
      const earlier = first.get(name.text);
      if (refused !== 'duplicate' || !earlier) {
        first.set(name.text, setting);
        return [];
      }
      const message = `There is a ${what} ${name.text} already: keepalived drops this whole block. Give it another name.`;
      const related = [{ place: headerOf(earlier.directive), message: `the first ${name.text}, which counts` }];
      return [report(NAME_CODES['block-duplicate'], placeOf(directive, name), message, { related })];
    });
  });
