/** How systemd starts keepalived: its unit's command, with the variables of the distribution's file put in. */
import type { DaemonOptions } from './facts.ts';

/** Short options that take a value (keepalived's main.c, parse_cmdline). */
const WITH_VALUE = 'uSfpisrcbA';
/** Those whose value, if any, follows at once. */
const WITH_OPTIONAL_VALUE = 'gMt';
/** The long ones that matter here. */
const LONG = { 'use-file': 'file', 'config-id': 'configId' } as const;

/**
 * `unit` is what `systemctl show -p ExecStart -p Environment -p EnvironmentFiles` prints, `files` has the text of
 * environment files by their path. Undefined where the unit starts nothing.
 */
export function daemonOptionsOf(unit: string, files: ReadonlyMap<string, string>): DaemonOptions | undefined {
  const [, command] = /^ExecStart=\{.* argv\[\]=(.*?) ;/m.exec(unit) ?? [];
  if (command === undefined) return undefined;
  const named = [...unit.matchAll(/^EnvironmentFiles=(\S+)/gm)].map(([, path]) => files.get(path!) ?? '');
  const [, own = ''] = /^Environment=(.*)$/m.exec(unit) ?? [];
  const variables = new Map([...wordsOf(own), ...named.flatMap((text) => text.split('\n'))].flatMap(assignment));
  const [program = '', ...words] = wordsOf(
    command.replace(
      /\$\{(\w+)\}|\$(\w+)/g,
      (_, braced?: string, bare?: string) => variables.get(braced ?? bare!) ?? '',
    ),
  );
  return { program, ...optionsIn(words) };
}

/** As getopt_long(3) reads them. */
function optionsIn(words: readonly string[]): Omit<DaemonOptions, 'program'> {
  const found: { file?: string; configId?: string } = {};
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, long, value] = /^--([\w-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (long === 'use-file' || long === 'config-id') found[LONG[long]] = value ?? left.shift() ?? '';
    if (!/^-[^-]/.test(word)) continue;
    const at = [...word].findIndex((letter, i) => i > 0 && (WITH_VALUE + WITH_OPTIONAL_VALUE).includes(letter));
    if (at < 0 || WITH_OPTIONAL_VALUE.includes(word[at]!)) continue;
    const argument = word.slice(at + 1) || (left.shift() ?? '');
    if (word[at] === 'f') found.file = argument;
    if (word[at] === 'i') found.configId = argument;
  }
  return found;
}

/** NAME=VALUE as systemd.exec(5) has it in an EnvironmentFile; anything else counts for nothing. */
function assignment(line: string): [string, string][] {
  const [, name, value = ''] = /^\s*(\w+)=(.*?)\s*$/.exec(line) ?? [];
  return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')]];
}

/** Between blanks; what is in quotes is one word, and the quotes are no part of it. */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
