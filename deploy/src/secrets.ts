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

/** Makes a function that hides them, whatever they stand in. */
export function masking(secrets: readonly string[]): (text: string) => string {
  // The longest first: one may begin with another.
  const patterns = [...new Set(secrets)]
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length)
    .map((secret) => (secret.length < SHORT ? `(?<![\\w.])${escaped(secret)}(?![\\w.])` : escaped(secret)));
  if (patterns.length === 0) return (text) => text;
  const all = new RegExp(patterns.join('|'), 'g');
  return (text) => text.replace(all, '****');
}

/** The characters of a text as a pattern. */
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
