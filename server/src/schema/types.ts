/**
 * The form of the keyword tables: what may stand where, and what keepalived does with it. The tables themselves are
 * data, one file per block family; the words that explain them are Markdown under docs/, one file per language.
 */

/** A release of keepalived, e.g. `2.2.7`. What has no first release is older than 2.0.0. */
export type Version = `${number}.${number}.${number}`;

/** The process that reads a top-level block; keepalived reads every file once in each of them (lib/parser.c). */
export type Process = 'parent' | 'checker' | 'vrrp' | 'bfd';

export type Unit = 's' | 'ms' | 'us' | 'bytes' | 'adverts' | 'hops';

/** Things that are defined by name in one place and named in others. */
export type ObjectKind =
  | 'vrrp_instance'
  | 'vrrp_sync_group'
  | 'vrrp_script'
  | 'vrrp_track_process'
  | 'track_file'
  | 'bfd_instance'
  | 'track_group'
  | 'virtual_server_group';

/** What one argument may be. Ranges are inclusive. */
export type Value =
  | { kind: 'integer'; min: number; max: number; unit?: Unit }
  /** Digits with an optional point; further decimals than `places` are reported and rounded. No sign but in `min`. */
  | { kind: 'decimal'; min: number; max: number; places: number; unit?: Unit }
  /** `true on yes` or `false off no`, lower case. */
  | { kind: 'boolean' }
  | { kind: 'choice'; values: readonly string[]; ignoreCase?: true }
  /** The name of a network interface, at most 15 characters. */
  | { kind: 'interface' }
  /** A literal IP address, never a name. `prefix`: a `/length` may follow. */
  | { kind: 'address'; family?: 4 | 6; multicast?: true; prefix?: true }
  /** A command with its arguments in one word: arguments outside the quotes are a user and a group. */
  | { kind: 'script' }
  | { kind: 'path' }
  | { kind: 'user' }
  | { kind: 'group' }
  /** The name that this statement gives to a new object. */
  | { kind: 'definition'; of: ObjectKind; maxLength?: number }
  | { kind: 'reference'; to: ObjectKind }
  /** One word; what is longer than `maxLength` bytes is refused or cut, as the rule for the keyword says. */
  | { kind: 'text'; maxLength?: number };

export interface Argument {
  /** Shown in the signature, e.g. `SECONDS`, `NAME`. */
  label: string;
  value: Value;
  optional?: true;
  /** This argument may be given any number of times from here on. */
  repeats?: true;
  /** A word that introduces the argument where it is given, e.g. `weight` in `weight -20`; order is free among those. */
  option?: string;
  since?: Version;
}

/** What follows where an argument is wrong: the statement is ignored, this value is used, or it is used nevertheless. */
export type Consequence =
  | { kind: 'ignored' }
  | { kind: 'becomes'; value: string }
  | { kind: 'kept' }
  | { kind: 'dropped' };

/** A word inside an entry of a list, e.g. `dev ens33` in `192.168.10.111/24 dev ens33`. */
export interface Option {
  name: string;
  /** Where the documentation stands, if not under `name`. */
  value?: Value;
  since?: Version;
  /** Last release that knew it, and what took its place. */
  until?: { release: Version; instead?: string };
  /** Only in lists of this keyword, where one table serves several. */
  only?: readonly string[];
}

interface Common {
  name: string;
  arguments: readonly Argument[];
  /** First release that knows it; `next` is after the newest release, 2.4.3. */
  since?: Version | 'next';
  /** Still read. `reported`: keepalived itself says so, even under -t. */
  deprecated?: { instead?: string; reported: boolean };
  /** Compile-time switch without which keepalived does not know it, e.g. `WITH_SNMP`. */
  build?: string;
  /** In words a person reads in a hover: `100`, `the host name`, `off`. */
  default?: string;
  /** keepalived exits at once when the first mandatory argument is missing (exit code 2, null_strvec). */
  missingArgumentExits?: true;
  /** What a wrong argument leads to; `ignored` where nothing else is said. */
  invalid?: Consequence;
  /** Which one counts when it is given again in the same block. `error`: reported, the first counts. Default: last. */
  again?: 'last' | 'first' | 'error' | 'adds';
  /** A block without it is refused or useless. */
  required?: true;
  /** Read by this process only; set on top-level keywords. */
  process?: Process;
}

/** `keyword argument...`. */
export interface StatementKeyword extends Common {
  kind: 'statement';
}

/** `keyword argument... { statements }`. */
export interface BlockKeyword extends Common {
  kind: 'block';
  keywords: ReadonlyMap<string, Keyword>;
}

/**
 * `keyword { entries }`. Every line is an entry (`lines`), or every word is one (`words`); keepalived looks for no
 * keywords inside.
 */
export interface ListKeyword extends Common {
  kind: 'list';
  entries: 'lines' | 'words';
  /** The first word or words of an entry. */
  entry: readonly Argument[];
  options: readonly Option[];
}

export type Keyword = StatementKeyword | BlockKeyword | ListKeyword;
