/** Statements that do not do what they seem to. */
import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import type { Node } from '../../model/node.ts';
import { named, type Setting, walk } from '../../model/settings.ts';
import { readBoolean } from '../../model/values.ts';
import { isKnownSince } from '../../schema/index.ts';
import type { Rule } from '../check.ts';
import { removeStatement } from '../edits.ts';
import { liveBlocks } from '../names.ts';
import { perBlock } from '../perBlock.ts';

export const STATEMENT_CODES = catalogue('advice', {
  'flag-argument-ignored': [
    'warning',
    'A word such as "no" behind a keyword that takes none: the keyword is on all the same.',
  ],
  'duplicate-statement': ['information', 'A statement stands twice in a block: one of the two has no effect.'],
});

/** Only words that say yes or no: others are comments to their author. */
const flagArguments = perBlock((block, version) =>
  [...walk([block])].flatMap(({ directive, keyword }) => {
    const [name, word] = directive.words;
    if (!word || keyword?.kind !== 'statement') return [];
    if (keyword.arguments.some((argument) => isKnownSince(argument, version))) return [];
    const value = readBoolean(word.text.toLowerCase());
    if (value !== false) return [];
    const message = `${name.text} takes no argument: "${name.text} ${word.text}" switches it on. Remove the line to switch it off.`;
    const fixes = removeStatement(directive, `Remove ${name.text}`);
    return [report(STATEMENT_CODES['flag-argument-ignored'], headerOf(directive), message, { fixes })];
  }),
);

/** Statements of which one counts, in one block. */
const duplicates = perBlock(({ children }) => {
  const last = new Map<string, Setting>();
  return children.flatMap((setting) => {
    const { keyword, directive } = setting;
    if (keyword?.kind !== 'statement' || (keyword.again ?? 'last') === 'adds' || keyword.again === 'error') return [];
    const earlier = last.get(keyword.name);
    last.set(keyword.name, setting);
    if (!earlier || !keyword.arguments.length || keyword.name === 'state') return [];
    // Both come out of one definition: there is nothing to remove here.
    if (earlier.directive.item === directive.item && earlier.directive.start === directive.start) return [];
    const first = keyword.again === 'first';
    const [lost, counts] = first ? [directive, earlier.directive] : [earlier.directive, directive];
    const message = `${keyword.name} stands twice in this block: only the ${first ? 'first' : 'last'} one counts.`;
    const related = [{ place: headerOf(counts), message: 'this one counts' }];
    const fixes = removeStatement(lost, 'Remove the one without effect');
    return [
      report(STATEMENT_CODES['duplicate-statement'], headerOf(lost), message, {
        related,
        fixes,
        tags: ['unnecessary'],
      }),
    ];
  });
});

const blocksWithStatements = (node: Node): Setting[] => [
  ...liveBlocks(node, 'vrrp_instance'),
  ...liveBlocks(node, 'vrrp_sync_group'),
  ...named(node.settings, 'vrrp_script', 'vrrp_track_process', 'track_file', 'global_defs'),
];

export const statements: Rule = (node, { version }) => [
  ...flagArguments(node.settings, version),
  ...duplicates(blocksWithStatements(node), version),
];
