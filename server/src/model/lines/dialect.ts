/** How releases differ in what they do to lines. */
import { compareVersions, type Version } from '../../schema/index.ts';

/** Named as what holds from that release on. */
const SINCE = {
  /** `~SEQ`. */
  sequences: '2.0.9',
  /** `~LST`, `~SEQx`, and definitions for the numbers of a `~SEQ`. */
  lists: '2.1.0',
  /** `$NAME` also ends before a comma or a parenthesis. */
  commaEndsName: '2.1.0',
  /**
   * All but the first process read a copy, from which comments are taken and into which included files are put: an
   * include that is no line of its own is read twice, and a `\#` begins a comment after all.
   */
  readsCopy: '2.2.0',
  /** `includer`, `includem` and their likes. */
  includeLevels: '2.2.0',
  /** A backslash at the end of a comment is a part of the comment; before, it counted. */
  commentEndsLine: '2.4.0',
  /** A line is not examined again for conditions, definitions and generators after definitions were put in. */
  examinesOnce: '2.4.0',
  /** Parameters of predefined definitions may be words, and wrong ones are reported. */
  checksParameters: '2.4.0',
  /** What stands behind a use with parameters is moved up to it rightly. */
  movesRest: '2.4.0',
  /** A `~SEQ` without its `)`, or with a brace for a name, has a message of its own. */
  checksSequences: '2.4.0',
} as const satisfies Readonly<Record<string, Version>>;

export type Dialect = Readonly<Record<keyof typeof SINCE, boolean>> & { readonly version: Version };

export const dialectOf = (version: Version): Dialect => ({
  ...(Object.fromEntries(
    Object.entries(SINCE).map(([name, since]) => [name, compareVersions(version, since) >= 0]),
  ) as Record<keyof typeof SINCE, boolean>),
  version,
});
