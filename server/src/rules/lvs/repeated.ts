/** Texts that keepalived takes again, with a report, where they stand twice (lib/parser.c, set_string; check_parser.c). */
import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named, type Setting } from '../../model/settings.ts';
import { compareVersions, isKnownSince, type Version } from '../../schema/index.ts';
import type { Rule } from '../check.ts';
import { removeStatement } from '../edits.ts';
import { perBlock } from '../perBlock.ts';

export const REPEATED_CODES = catalogue('keepalived', {
  'text-replaced': ['warning', 'A text is given again in the same block: the later one takes its place.'],
  'ssl-replaced': ['warning', 'There is a second SSL block: it takes the place of the first.'],
});

const REPEATED = ['virtualhost', 'snmp_name', 'path', 'helo_name'];
const REPORTED_SINCE = '2.2.8';
const OF_SSL = ['password', 'ca', 'certificate', 'key'];

const inServers = perBlock((block, version): Finding[] =>
  compareVersions(version, REPORTED_SINCE) < 0 ? [] : visit(block, REPEATED, version),
);

function visit(block: Setting, names: readonly string[], version: Version): Finding[] {
  const first = new Map<string, Setting>();
  return block.children.flatMap((setting) => {
    const { keyword, directive } = setting;
    if (keyword?.kind === 'block') return visit(setting, names, version);
    if (!keyword || !names.includes(keyword.name) || !isKnownSince(keyword, version) || !isTaken(setting)) return [];
    const earlier = first.get(keyword.name);
    if (!earlier) {
      first.set(keyword.name, setting);
      return [];
    }
    const message = `\`${keyword.name}\` is given a second time: keepalived complains, and uses this one.`;
    const related = [{ place: headerOf(earlier.directive), message: 'the first, which is lost' }];
    const fixes = removeStatement(earlier.directive, 'Remove the first one');
    return [report(REPEATED_CODES['text-replaced'], headerOf(directive), message, { related, fixes })];
  });
}

/** A statement that takes one word, and with more is ignored, sets nothing then. */
const isTaken = ({ keyword, directive }: Setting): boolean =>
  keyword?.surplus === 'error' ? directive.words.length === 2 : directive.words.length > 1;

export const repeated: Rule = (node, { version }) => {
  const ssl = named(node.settings, 'SSL');
  return [
    ...inServers(named(node.settings, 'virtual_server'), version),
    ...ssl.flatMap((block) => visit(block, OF_SSL, version)),
    ...ssl.slice(1).map(({ directive }) => {
      const message = 'There is an SSL block already: keepalived replaces it with this one.';
      const related = [{ place: headerOf(ssl[0]!.directive), message: 'the first one, which is lost' }];
      return report(REPEATED_CODES['ssl-replaced'], headerOf(directive), message, { related });
    }),
  ];
};
