/** Where keepalived stops reading auth_pass. */
import type { Located, Place } from '../model/place.ts';

/** sizeof auth_data (vrrp.h). */
const AUTH_PASS_BYTES = 8;
const encoder = new TextEncoder();

/**
 * The part that counts, as it is written: up to the last character that lies within the first 8 bytes of its UTF-8
 * form. Undefined where all of it counts, or where it comes out of a definition.
 */
export function countedPass({ value, place }: Located<string>): Place | undefined {
  const { item, start, end } = place;
  const source = item.text.slice(start, end);
  const quote = source.startsWith('"') ? 1 : 0;
  // Outside quotes a backslash protects the signs that begin a comment.
  const characters = source.slice(quote).match(quote ? /[^"]/gu : /\\[#!]|./gsu) ?? [];
  const plain = quote ? characters : characters.map((character) => character.replace(/^\\(?=[#!])/, ''));
  if (plain.join('') !== value) return undefined;
  let bytes = 0;
  let length = 0;
  for (const [index, character] of plain.entries()) {
    bytes += encoder.encode(character).length;
    if (bytes > AUTH_PASS_BYTES) return { ...place, end: start + quote + length };
    length += characters[index]!.length;
  }
  return undefined;
}
