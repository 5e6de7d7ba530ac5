/** What must not be seen by anybody who reads a log, a report or a list of processes. */

/** auth_pass, and keys of auth_hmac with their number; in quotes or not. Definitions count wherever they are used. */
const SECRET = /(?:^|[\s{])(?:auth_pass|key[ \t]+\d+)[ \t]+(?:"([^"\n]*)"|([^\s"]+))/g;
const DEFINITION = /^\s*\$(\w+)\s*=\s*(.*?)\s*$/gm;

/** Of a configuration's text. */
export function secretsIn(text: string): string[] {
  const definitions = new Map([...text.matchAll(DEFINITION)].map(([, name = '', value = '']) => [name, value]));
  const written = [...text.matchAll(SECRET)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const used = written.flatMap((word) =>
    [...word.matchAll(/\$\{?(\w+)\}?/g)].flatMap(([, name]) => definitions.get(name!) ?? []),
  );
  return [...new Set([...written.filter((word) => !word.includes('$')), ...used])].filter((secret) => secret !== '');
}

/** Below this many characters a secret would also hide parts of addresses and words; it counts as a word of its own. */
const SHORT = 4;

export interface Mask {
  /** Hides all secrets that are known by now, whatever they stand in. */
  readonly hide: (text: string) => string;
  add(secrets: readonly string[]): void;
}

export function createMask(secrets: readonly string[]): Mask {
  const known = new Set<string>();
  let all: RegExp | undefined;
  const add = (more: readonly string[]): void => {
    for (const secret of more) if (secret !== '') known.add(secret);
    // The longest first: one may begin with another.
    const patterns = [...known]
      .sort((a, b) => b.length - a.length)
      .map((secret) => (secret.length < SHORT ? `(?<![\\w.])${escaped(secret)}(?![\\w.])` : escaped(secret)));
    all = patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'g');
  };
  add(secrets);
  return { add, hide: (text) => (all ? text.replace(all, '****') : text) };
}

/** The characters of a text as a pattern. */
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
