/** Objects that instances track: vrrp_script, vrrp_track_process, track_file (vrrp_parser.c, track_file.c). */
import { catalogue, report } from '../model/catalogue.ts';
import { headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Place } from '../model/place.ts';
import { named, type Setting } from '../model/settings.ts';
import { readDecimal, readInteger } from '../model/values.ts';
import { isKnownSince } from '../schema/index.ts';
import { tells } from './bfdProcess.ts';
import type { Rule } from './check.ts';
import { openQuoteOf } from './scriptQuotes.ts';

export const SCRIPT_CODES = catalogue('keepalived', {
  'object-incomplete': ['error', 'A script, process or track file lacks what it is about: the block is dropped.'],
  'script-time-fraction': [
    'error',
    'interval or timeout of a script is no whole number (before 2.3.2): it is ignored.',
  ],
  'quorum-conflict': ['error', 'quorum is above quorum_max: the later of the two is ignored.'],
});

/** The statement without which keepalived drops a block, and what the block is. */
const NEEDED: Readonly<Record<string, readonly [statement: string, what: string]>> = {
  vrrp_script: ['script', 'script'],
  vrrp_track_process: ['process', 'track process'],
  track_file: ['file', 'track file'],
  vrrp_track_file: ['file', 'track file'],
};
const FRACTIONS_SINCE = { since: '2.3.2' } as const;

/** What keepalived reads of such a block: braces behind a word that takes none, or is unknown, end it with their `}`. */
function readOf(setting: Setting): { readonly children: readonly Setting[]; readonly end: Place } {
  const { children } = setting;
  const index = children.findIndex(({ keyword, directive }) => directive.block && keyword?.kind !== 'block');
  const braced = children[index];
  if (!braced) return { children, end: endOf(setting) };
  return { children: [...children.slice(0, index + 1), ...braced.children], end: endOf(braced) };
}

/** Whether the VRRP process keeps such a block at its end. */
export function isKeptObject(setting: Setting): boolean {
  const { keyword } = setting;
  if (keyword?.name === 'bfd_instance') return tells('vrrp', setting);
  const needed = keyword && NEEDED[keyword.name];
  return (
    !needed ||
    named(readOf(setting).children, needed[0]).some(
      ({ directive }) => directive.words[1] && !(needed[0] === 'script' && openQuoteOf(directive)),
    )
  );
}

/** The closing brace, where keepalived notices that something is missing; the header where there is none. */
export const endOf = ({ directive }: Setting): Place =>
  directive.block?.close ? placeOf(directive, directive.block.close) : headerOf(directive);

function incomplete(setting: Setting): Finding[] {
  const { keyword, directive } = setting;
  const needed = keyword && NEEDED[keyword.name];
  const name = directive.words[1];
  if (!needed || !name || !directive.block || isKeptObject(setting)) return [];
  const [statement, what] = needed;
  const message = `The ${what} ${name.text} has no "${statement}": keepalived drops the block, and whoever tracks ${name.text} goes without.`;
  const related = [{ place: headerOf(directive), message: `${name.text} begins here` }];
  return [report(SCRIPT_CODES['object-incomplete'], readOf(setting).end, message, { related })];
}

function fractions({ children }: Setting): Finding[] {
  return named(children, 'interval', 'timeout').flatMap(({ directive }) => {
    const [keyword, word] = directive.words;
    if (!word || isOpaque(word)) return [];
    const seconds = readDecimal(word.text, 0.001, 4294, 3);
    if (seconds === undefined || readInteger(word.text, 0, 4294) !== undefined) return [];
    const message = `Before 2.3.2 keepalived reads whole seconds only: it ignores "${keyword.text} ${word.text}" and uses the default.`;
    return [report(SCRIPT_CODES['script-time-fraction'], placeOf(directive, word), message)];
  });
}

function quorums({ children }: Setting): Finding[] {
  let quorum = 1;
  let max = Number.POSITIVE_INFINITY;
  return named(children, 'quorum', 'quorum_max').flatMap(({ directive }) => {
    const [keyword, word] = directive.words;
    const isMax = keyword.text === 'quorum_max';
    const value = word && readInteger(word.text, isMax ? 0 : 1, 65_535);
    if (!word || value === undefined) return [];
    const conflict = isMax ? (value > 0 || quorum > 1) && value < quorum : value > max;
    if (conflict) {
      const message = isMax
        ? `quorum_max ${value} is below the quorum of ${quorum}: keepalived ignores it.`
        : `The quorum ${value} is above quorum_max ${max}: keepalived ignores it.`;
      return [report(SCRIPT_CODES['quorum-conflict'], placeOf(directive, word), message)];
    }
    if (!isMax) quorum = value;
    else {
      max = value;
      quorum = value === 0 ? 0 : Math.max(1, quorum);
    }
    return [];
  });
}

export const scripts: Rule = (node, { version }) => [
  ...named(node.settings, ...Object.keys(NEEDED)).flatMap(incomplete),
  ...(isKnownSince(FRACTIONS_SINCE, version) ? [] : named(node.settings, 'vrrp_script').flatMap(fractions)),
  ...named(node.settings, 'vrrp_track_process').flatMap(quorums),
];
