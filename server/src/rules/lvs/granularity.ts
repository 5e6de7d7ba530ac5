import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { readInteger } from '../../model/values.ts';

export const GRANULARITY_CODES = catalogue('keepalived', {
  'persistence-granularity': ['error', 'persistence_granularity is no netmask (IPv4), or no prefix length (IPv6).'],
});

/** One to four numbers, decimal, octal or hexadecimal, as inet_aton takes them. */
const PART = /^(?:0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i;

function isNetmask(text: string): boolean {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => PART.test(part))) return false;
  const numbers = parts.map((part) => (/^0\d/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop()!;
  return numbers.every((number) => number < 256) && last < 256 ** (4 - numbers.length);
}

/** What `persistence_granularity` says; where the family is not known yet, it decides on it (pgr_handler). */
export function readGranularity(
  directive: Directive,
  family: 4 | 6 | undefined,
): { readonly family?: 4 | 6; readonly finding?: Finding } {
  const word = directive.words[1];
  if (!word || isOpaque(word)) return {};
  const own = family ?? (word.text.includes('.') ? 4 : 6);
  const fits = own === 4 ? isNetmask(word.text) : readInteger(word.text, 1, 128) !== undefined;
  if (fits) return { family: own };
  const wanted = own === 4 ? 'a netmask like 255.255.255.0' : 'a prefix length from 1 to 128';
  const message = `For IPv${own}, \`persistence_granularity\` must be ${wanted}, not \`${word.text}\`: keepalived ignores the line.`;
  return { finding: report(GRANULARITY_CODES['persistence-granularity'], placeOf(directive, word), message) };
}
