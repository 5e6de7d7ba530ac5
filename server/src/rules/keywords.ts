/** Words that keepalived does not know where they stand, or not yet, or only for old times' sake. */

import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding, Fix } from '../model/finding.ts';
import { isPlain } from '../model/lines/cursor.ts';
import type { Node } from '../model/node.ts';
import { undefinedUses } from '../model/reading.ts';
import { editDistance, keywordsAt, type Setting, walk } from '../model/settings.ts';
import { isKnownSince, type Keyword, ROOT, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { perBlock } from './perBlock.ts';
import type { Cause } from './structure.ts';

export const KEYWORDS = catalogue('keepalived', {
  'unknown-keyword': ['error', 'a word that keepalived does not know at this place'],
  'newer-than-target': ['error', 'a keyword that came with a later release than the one that is installed'],
  'undefined-definition': ['error', 'a ${NAME} that nothing above it defines'],
  'byte-order-mark': ['error', 'a byte order mark, which becomes part of the first word'],
  'deprecated-keyword': ['information', 'an old spelling that keepalived itself complains of'],
});
export const OLD_KEYWORDS = catalogue('advice', {
  'old-spelling': ['information', 'an old spelling that keepalived still reads without a word'],
});

const BYTE_ORDER_MARK = '\uFEFF';

/** The first use of every name that has no definition; keepalived breaks each of those lines at its braces. */
export function undefinedCauses({ expansion }: Node): readonly Cause[] {
  const causes: Cause[] = [];
  const seen = new Set<string>();
  const visit = (directives: readonly Directive[]): void => {
    for (const directive of directives) {
      if (isPlain(directive.item)) continue;
      for (const { name, word } of undefinedUses(directive)) {
        if (!seen.has(name)) causes.push(undefinedName(directive, word, name));
        seen.add(name);
      }
      if (directive.block) visit(directive.block.body);
    }
  };
  visit(expansion.directives);
  return causes;
}

function undefinedName(directive: Directive, word: Word, name: string): Cause {
  const message = `Nothing above defines \`\${${name}}\`: keepalived breaks the line at its braces, and the \`}\` closes the block around.`;
  const finding = report(KEYWORDS['undefined-definition'], placeOf(directive, word), message);
  return { finding, at: directive, leads: 'cascade' };
}

/**
 * Unknown keywords and those newer than `version`. Inside a block that keepalived does not know nothing is said: its
 * lines are part of the cascade. Inside one that is only mistyped, it is read as what it was meant to be.
 */
export const keywordCauses = (node: Node, version: Version): readonly Cause[] => causesIn(node.settings, version);

const causesIn = perBlock((block, version): readonly Cause[] => {
  const causes: Cause[] = [];
  const visit = (settings: readonly Setting[]): void => {
    for (const setting of settings) {
      const { directive, keyword, meant } = setting;
      const unknown = !keyword || !isKnownSince(keyword, version);
      const finding = unknown ? unknownWord(setting, version) : undefined;
      if (finding) causes.push({ finding, at: directive, leads: directive.block ? 'cascade' : 'none' });
      if (!unknown || meant) visit(setting.children);
    }
  };
  visit([block]);
  return causes;
});

function unknownWord(setting: Setting, version: Version): Finding | undefined {
  const { directive, keyword } = setting;
  const [word, next] = directive.words;
  if (word.quotes === 'open') return undefined;
  const place = placeOf(directive, word);
  const consequence = directive.block
    ? 'keepalived ignores this line only and reads those inside its braces as if they belonged to the block around'
    : 'keepalived ignores this line';
  if (keyword) {
    const release = keyword.since === 'next' ? 'a later release than 2.4.3' : `keepalived ${keyword.since}`;
    const message = `\`${word.text}\` came with ${release}; ${version} does not know it. ${sentence(consequence)}`;
    return report(KEYWORDS['newer-than-target'], place, message);
  }
  if (word.text.startsWith(BYTE_ORDER_MARK)) {
    const fix: Fix = {
      title: 'Delete the byte order mark',
      edits: [{ place: { ...place, end: place.start + 1 }, text: '' }],
      preferred: true,
    };
    const message = `The file begins with a byte order mark, which keepalived takes for a part of the first word. ${sentence(consequence)}`;
    return report(KEYWORDS['byte-order-mark'], place, message, { fixes: [fix] });
  }
  if (/^\$[A-Za-z_]\w*$/.test(word.text) && next?.text.startsWith('=')) {
    const fix: Fix = {
      title: 'Delete the blank before =',
      edits: [{ place: placeOf(directive, { start: word.end, end: next.start }), text: '' }],
      preferred: true,
    };
    const message = `\`${word.text}\` is not defined by this: no blank may stand before \`=\`. ${sentence(consequence)}`;
    return report(KEYWORDS['unknown-keyword'], place, message, { fixes: [fix] });
  }
  if (isOpaque(word)) return undefined;
  const around = setting.path.at(-1);
  const where = around ? `in ${around}` : 'at the top level';
  const likely = setting.meant?.name ?? closest(word.text, keywordsAt(setting.path), version);
  const elsewhere = likely ? [] : blocksOf(word.text);
  const hint = likely
    ? ` Did you mean \`${likely}\`?`
    : elsewhere.length
      ? ` It belongs ${elsewhere.map((block) => (block ? `in ${block}` : 'at the top level')).join(' or ')}.`
      : '';
  const fixes: Fix[] = likely
    ? [{ title: `Change to ${likely}`, edits: [{ place, text: likely }], preferred: true }]
    : [];
  const message = `keepalived knows no keyword \`${word.text}\` ${where}.${hint} ${sentence(consequence)}`;
  return report(KEYWORDS['unknown-keyword'], place, message, fixes.length ? { fixes } : {});
}

const sentence = (text: string): string =>
  `${text[0]!.toUpperCase()}${text.slice(1)}.`.replace(/^Keepalived/, 'keepalived');

/** The keyword of a block that a word was probably meant to be: the shorter the word, the fewer letters may differ. */
function closest(word: string, keywords: ReadonlyMap<string, Keyword>, version: Version): string | undefined {
  let best: string | undefined;
  let distance = Math.min(2, Math.floor(word.length / 3)) + 1;
  for (const keyword of keywords.values()) {
    if (!isKnownSince(keyword, version) || Math.abs(keyword.name.length - word.length) >= distance) continue;
    const own = editDistance(word, keyword.name);
    if (own < distance) [best, distance] = [keyword.name, own];
  }
  return best;
}

const MOST_BLOCKS = 3;
let blocksByKeyword: ReadonlyMap<string, readonly string[]> | undefined;

/** Names of the blocks that know a keyword, the top level as an empty one; none where there are too many to help. */
function blocksOf(word: string): readonly string[] {
  blocksByKeyword ??= indexBlocks();
  const blocks = blocksByKeyword.get(word) ?? [];
  return blocks.length > MOST_BLOCKS ? [] : blocks;
}

function indexBlocks(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  const add = (keywords: ReadonlyMap<string, Keyword>, block: string): void => {
    for (const keyword of keywords.values()) {
      const blocks = index.get(keyword.name) ?? [];
      if (!blocks.includes(block)) blocks.push(block);
      index.set(keyword.name, blocks);
      if (keyword.kind === 'block') add(keyword.keywords, keyword.name);
    }
  };
  add(ROOT, '');
  return index;
}

/** Keywords that have a newer name, or none any more. */
export function deprecations(
  node: Node,
  version: Version,
  heeded: (directive: Directive) => boolean,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { directive, keyword, path } of walk(node.settings)) {
    if (!keyword?.deprecated || !isKnownSince(keyword, version) || !heeded(directive)) continue;
    const { instead, reported } = keyword.deprecated;
    const [word] = directive.words;
    const place = reported ? headerOf(directive) : placeOf(directive, word);
    const successor = instead === undefined ? undefined : keywordsAt(path).get(instead);
    const fixes: Fix[] =
      successor && isKnownSince(successor, version)
        ? [{ title: `Change to ${successor.name}`, edits: [{ place: placeOf(directive, word), text: successor.name }] }]
        : [];
    const message = `\`${word.text}\` is an old spelling${instead ? `: use ${instead}` : ' and has no effect any more'}.`;
    const entry = reported ? KEYWORDS['deprecated-keyword'] : OLD_KEYWORDS['old-spelling'];
    findings.push(report(entry, place, message, { tags: ['deprecated'], ...(fixes.length && { fixes }) }));
  }
  return findings;
}
