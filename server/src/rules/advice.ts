/** What keepalived takes without a word, and people hardly mean. */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import { entriesOf, named, type Setting, walk } from '../model/settings.ts';
import { readBoolean } from '../model/values.ts';
import { isKnownSince } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { removeStatement } from './edits.ts';
import { liveBlocks } from './names.ts';
import { perBlock } from './perBlock.ts';
import { startedInstances } from './started.ts';

export const ADVICE_CODES = catalogue('advice', {
  'tutorial-leftover': [
    'hint',
    'A value that was copied from the sample configuration: LVS_DEVEL, acassen, 192.168.200.x.',
  ],
  'flag-argument-ignored': [
    'warning',
    'A word such as "no" behind a keyword that takes none: the keyword is on all the same.',
  ],
  'script-untracked': ['warning', 'A vrrp_script that no instance and no sync group tracks: it never runs.'],
  'script-shell-syntax': ['warning', 'A command uses what only a shell understands, but none runs it.'],
  'script-argument-as-user': ['warning', 'Words behind a command are its user and group, or lost, not its arguments.'],
  'strict-without-accept': ['warning', 'In strict mode addresses answer to nothing but VRRP unless "accept" is given.'],
  'owner-by-default': ['warning', 'state MASTER without a priority: the node runs with priority 255.'],
  'duplicate-statement': ['information', 'A statement stands twice in a block: one of the two has no effect.'],
});

const SAMPLE_VALUES = /^LVS_DEVEL$|@firewall\.loc$|^192\.168\.200\.\d+(\/\d+)?$/;
const SAMPLE_KEYWORDS = ['router_id', 'smtp_server', 'notification_email_from'];
const SHELL_SYNTAX = /(^|\s)(\|\|?|&&?|;|\d?>>?|\d?>&\d|<)(\s|$)|;\s|\$\(|`/;
const SHELL = /^\S*\/?(env\s+)?(\S*\/)?(ba|da|k|z)?sh\s+-\w*c/;
const USER_NAME = /^[a-z_][\w.-]*\$?$|^\d+$/i;

const sampleWords = ({ keyword, children }: Setting): { directive: Directive; word: Word }[] => {
  const entries =
    keyword?.name === 'global_defs'
      ? entriesOf(children, 'notification_email')
      : keyword?.name === 'vrrp_instance'
        ? entriesOf(children, 'virtual_ipaddress')
        : [];
  const settings = keyword?.name === 'global_defs' ? named(children, ...SAMPLE_KEYWORDS) : [];
  return [
    ...settings.flatMap(({ directive }) => directive.words.slice(1).map((word) => ({ directive, word }))),
    ...entries.map((directive) => ({ directive, word: directive.words[0] })),
  ];
};

const tutorialLeftovers = perBlock((block) =>
  sampleWords(block)
    .filter(({ word }) => SAMPLE_VALUES.test(word.text))
    .map(({ directive, word }) => {
      const message = `${word.text} comes from the sample configuration that keepalived is installed with. Put your own value here.`;
      return report(ADVICE_CODES['tutorial-leftover'], placeOf(directive, word), message);
    }),
);

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
    return [report(ADVICE_CODES['flag-argument-ignored'], headerOf(directive), message, { fixes })];
  }),
);

const scriptsUntracked: Rule = (node) => {
  const owners = named(node.settings, 'vrrp_instance', 'vrrp_sync_group').flatMap(({ children }) => children);
  const entries = entriesOf(owners, 'track_script');
  if (!node.instances.length || entries.some(({ words }) => words.some(isOpaque))) return [];
  const tracked = new Set(entries.map(({ words }) => words[0].text));
  return node.scripts
    .filter(({ name, setting }) => !tracked.has(name.value) && !setting.directive.words.some(isOpaque))
    .map(({ name }) => {
      const message = `Nothing tracks the script ${name.value}: it never runs, and a dead service moves no address. Name it in track_script of an instance.`;
      return report(ADVICE_CODES['script-untracked'], name.place, message);
    });
};

/** Statements with a command. Where no user may follow, words behind the command are lost. */
const commands = perBlock((block) =>
  [...walk([block])].flatMap(({ directive, keyword }): Finding[] => {
    const at = keyword?.arguments.findIndex(({ value }) => value.kind === 'script') ?? -1;
    const command = at < 0 ? undefined : directive.words[at + 1];
    if (!command || isOpaque(command)) return [];
    const findings: Finding[] = [];
    const found = SHELL.test(command.text) ? null : SHELL_SYNTAX.exec(command.text);
    if (found) {
      const message = `No shell runs this command, so "${found[0].trim()}" is handed to it as an argument. Put the line into a script, or write: sh -c '…'.`;
      findings.push(report(ADVICE_CODES['script-shell-syntax'], placeOf(directive, command), message));
    }
    const rest = directive.words.slice(at + 2);
    const takesUser = keyword!.arguments.length > at + 1;
    const [first] = rest;
    if (!first || isOpaque(first)) return findings;
    const odd = rest.find((word) => !isOpaque(word) && !USER_NAME.test(word.text));
    if (!takesUser || odd || rest.length > 2) {
      const word = odd ?? first;
      const consequence = takesUser
        ? `keepalived takes "${first.text}" for the user who runs it`
        : `keepalived does not hand "${first.text}" on`;
      const message = `Arguments belong inside the quotes of the command: ${consequence}. Write "${command.text} ${rest.map(({ text }) => text).join(' ')}" in quotes.`;
      findings.push(report(ADVICE_CODES['script-argument-as-user'], placeOf(directive, word), message));
    }
    return findings;
  }),
);

const instanceAdvice: Rule = (node, { version }) =>
  startedInstances(node, version).flatMap(({ instance, state, priority, strict, children, vrrpVersion }) => {
    const findings: Finding[] = [];
    if (state?.is === 'MASTER' && priority === 255 && !named(children, 'priority').length) {
      const message = `${instance.name.value} is MASTER without a priority, which makes it the owner of its addresses with priority 255: no tracker can lower it, and no other node can take over while it runs. Give it a priority, e.g. 100.`;
      findings.push(report(ADVICE_CODES['owner-by-default'], headerOf(state.directive), message));
    }
    const strictPlace = instance.strict ?? node.globals.strict;
    const accepts = named(children, 'accept').length > 0 && vrrpVersion === 3;
    if (strict && strictPlace && priority !== undefined && priority !== 255 && !accepts) {
      const message = `In strict mode ${instance.name.value} holds its addresses, but a firewall rule drops every packet for them: pings and connections fail. Remove ${instance.strict ? 'strict_mode' : 'vrrp_strict'}${vrrpVersion === 3 ? ', or add "accept"' : ''}.`;
      const related = [{ place: strictPlace.place, message: 'strict mode is switched on here' }];
      findings.push(report(ADVICE_CODES['strict-without-accept'], instance.name.place, message, { related }));
    }
    return findings;
  });

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
      report(ADVICE_CODES['duplicate-statement'], headerOf(lost), message, { related, fixes, tags: ['unnecessary'] }),
    ];
  });
});

const blocksWithStatements = (node: Node): Setting[] => [
  ...liveBlocks(node, 'vrrp_instance'),
  ...liveBlocks(node, 'vrrp_sync_group'),
  ...named(node.settings, 'vrrp_script', 'vrrp_track_process', 'track_file', 'global_defs'),
];

export const ADVICE: readonly Rule[] = [
  ({ settings }, { version }) => [tutorialLeftovers, flagArguments, commands].flatMap((of) => of(settings, version)),
  scriptsUntracked,
  instanceAdvice,
  (node, { version }) => duplicates(blocksWithStatements(node), version),
];
