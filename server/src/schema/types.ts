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

/** What a number had to be before this release. */
export interface Former {
  release: Version;
  value: Value;
}

/** What one argument may be. Ranges are inclusive; `max` is Infinity where keepalived sets no limit. */
export type Value =
  | { kind: 'integer'; min: number; max: number; unit?: Unit; before?: Former }
  /** Digits with an optional point; further decimals than `places` are reported and rounded. No sign but in `min`. */
  | { kind: 'decimal'; min: number; max: number; places: number; unit?: Unit; before?: Former }
  /** `true on yes` or `false off no`, lower case. */
  | { kind: 'boolean' }
  /** One of these words. `since`: the first release of those that came later than the keyword; `build` likewise. */
  | {
      kind: 'choice';
      values: readonly string[];
      ignoreCase?: true;
      since?: Readonly<Record<string, Version>>;
      build?: Readonly<Record<string, string>>;
    }
  /** The name of a network interface, at most 15 characters. */
  | { kind: 'interface' }
  /** A literal IP address, never a name. `prefix`: a `/length` may follow. */
  | { kind: 'address'; family?: 4 | 6; multicast?: true; prefix?: true }
  /** A command with its arguments in one word; keepalived reads it a second time, with quotes and escapes of its own. */
  | { kind: 'script' }
  | { kind: 'path' }
  | { kind: 'user' }
  | { kind: 'group' }
  /** The name that this statement gives to a new object. */
  | { kind: 'definition'; of: ObjectKind; maxLength?: number }
  | { kind: 'reference'; to: ObjectKind }
  /** One word; what is longer than `maxLength` bytes is refused or cut, as the rule for the keyword says. */
  | { kind: 'text'; maxLength?: number }
  /** What any of these takes. */
  | { kind: 'either'; values: readonly Value[] };

/**
 * One argument. They stand in this order, but for those with an `option` and for optional ones that are a choice: these
 * are known by their words, wherever they stand.
 */
export interface Argument {
  /** Shown in the signature, e.g. `SECONDS`, `NAME`. */
  label: string;
  value: Value;
  optional?: true;
  /** This argument may be given any number of times from here on. */
  repeats?: true;
  /** The word that introduces it, e.g. `id` in `lvs_sync_daemon ens33 id 5`. */
  option?: string;
  since?: Version;
  build?: string;
}

/** What follows where an argument is wrong. */
export type Consequence =
  /** The statement or option does not count: what stood before, or the default, stays. */
  | { kind: 'ignored' }
  /** This value is used. `from`: only in place of this wrong value; every other one is ignored. */
  | { kind: 'becomes'; value: string; from?: string }
  /** The nearest limit is used. `slack`: only by so much beyond the limit; what is further off is ignored. */
  | { kind: 'clamped'; slack?: number }
  /** What is too long is cut. */
  | { kind: 'cut' }
  /** Reported, and used nevertheless. */
  | { kind: 'kept' }
  /** The whole block, or the whole entry of the list, is left out. */
  | { kind: 'dropped' };

/** A word inside an entry of a list, e.g. `dev ens33` in `192.168.10.111/24 dev ens33`. */
export interface Option {
  name: string;
  /** The word behind it; without one the option stands alone. */
  value?: Value;
  /** Words that may stand between the option and its value, e.g. `lock` in `mtu lock 1400`. */
  between?: readonly string[];
  /** Counts only behind this other word of the entry, e.g. `weight` behind `nexthop`. */
  behind?: string;
  since?: Version;
  /** Last release that knew it, and what took its place. */
  until?: { release: Version; instead?: string };
  /** Still read; keepalived itself says so only where `reported`. */
  deprecated?: { instead?: string; reported: boolean };
  build?: string;
  /** `ignored` where nothing else is said. */
  invalid?: Consequence;
}

interface Common {
  name: string;
  arguments: readonly Argument[];
  /** First release that knows it; `next` is after the newest release, 2.4.3. */
  since?: Version | 'next';
  /** Still read. `reported`: keepalived itself says so, even under -t. */
  deprecated?: { instead?: string; reported: boolean };
  /**
   * Compile-time switches without which keepalived does not know it, e.g. `WITH_SNMP & WITH_SNMP_VRRP`. Those of the
   * block around it hold besides and are not repeated.
   */
  build?: string;
  /** In words a person reads in a hover: `100`, `the host name`, `off`. */
  default?: string;
  /** keepalived exits at once when the first mandatory argument is missing (exit code 2, null_strvec). */
  missingArgumentExits?: true;
  /** keepalived crashes (signal 11) when its argument is missing. */
  missingArgumentCrashes?: true;
  /** Words behind the last argument are reported, and the statement is ignored. Elsewhere they count for nothing. */
  surplus?: 'error';
  /** What a wrong argument leads to; `ignored` where nothing else is said. */
  invalid?: Consequence;
  /** Which one counts when it is given again in the same block. `error`: reported, the first counts. Default: last. */
  again?: 'last' | 'first' | 'error' | 'adds';
  /** A block without it is refused or useless. */
  required?: true;
  /** The processes that read it, the others skip it; set on top-level keywords. */
  processes?: readonly Process[];
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
  /** What the words stand for that are no options, in their order; an optional one gives way to the next. */
  entry: readonly Argument[];
  options: readonly Option[];
}

export type Keyword = StatementKeyword | BlockKeyword | ListKeyword;
