/** Commands that keepalived runs, not a shell; and scripts that it never runs. */
import { catalogue, report } from '../../model/catalogue.ts';
import { isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { entriesOf, named, walk } from '../../model/settings.ts';
import type { Rule } from '../check.ts';
import { perBlock } from '../perBlock.ts';

export const SCRIPT_CODES = catalogue('advice', {
  'script-untracked': ['warning', 'A vrrp_script that no instance and no sync group tracks: it never runs.'],
  'script-shell-syntax': ['warning', 'A command uses what only a shell understands, but none runs it.'],
  'script-argument-as-user': ['warning', 'Words behind a command are its user and group, or lost, not its arguments.'],
});

const SHELL_SYNTAX = /(^|\s)(\|\|?|&&?|;|\d?>>?|\d?>&\d|<)(\s|$)|;\s|\$\(|`/;
const SHELL = /^(\S*\/)?(env\s+(\S*\/)?)?\w{0,4}sh\s+-\w*c/;
const USER_NAME = /^[a-z_][\w.-]*\$?$|^\d+$/i;

const scriptsUntracked: Rule = (node) => {
  const owners = named(node.settings, 'vrrp_instance', 'vrrp_sync_group').flatMap(({ children }) => children);
  const entries = entriesOf(owners, 'track_script');
  if (!node.instances.length || entries.some(({ words }) => words.some(isOpaque))) return [];
  const tracked = new Set(entries.map(({ words }) => words[0].text));
  return node.scripts
    .filter(({ name, setting }) => !tracked.has(name.value) && !setting.directive.words.some(isOpaque))
    .map(({ name }) => {
      const message = `Nothing tracks the script ${name.value}: it never runs, and a dead service moves no address. Name it in track_script of an instance.`;
      return report(SCRIPT_CODES['script-untracked'], name.place, message);
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
      findings.push(report(SCRIPT_CODES['script-shell-syntax'], placeOf(directive, command), message));
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
      findings.push(report(SCRIPT_CODES['script-argument-as-user'], placeOf(directive, word), message));
    }
    return findings;
  }),
);

export const scripts: Rule = (node, context) => [
  ...commands(node.settings, context.version),
  ...scriptsUntracked(node, context),
];
