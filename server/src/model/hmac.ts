/** What keepalived makes of a block auth_hmac (vrrp_parser.c, vrrp_auth_hmac_key_handler and its kin; 2.4.0 and later). */
import { isKnownSince, type Version } from '../schema/index.ts';
import { isUnsettled, placeOf } from './directive.ts';
import type { Located } from './place.ts';
import { named, type Setting, walk } from './settings.ts';
import { readInteger } from './values.ts';

export interface Hmac {
  /** `receive-only` signs nothing; only `enforce` rejects what is not signed. */
  readonly mode: 'enforce' | 'permissive' | 'receive-only';
  /** The key that signs; it is among the keys. */
  readonly activeKey: Located<number>;
  /** By their id, 1 to 255, in hexadecimal digits; undefined where they stand in a file. Never for a message. */
  readonly keys: ReadonlyMap<number, string | undefined>;
}

/** Bytes that a key has. */
const SHORTEST = 32;
const LONGEST = 64;

/** Whether nothing in the block hides behind a definition that is not there. */
export const isHmacKnown = (block: Setting): boolean =>
  [...walk(block.children)].every(({ directive }) => !directive.words.some(isUnsettled));

/** Undefined where keepalived switches it off for want of its active key (vrrp_complete_instance). */
export function readHmac(block: Setting, strict: boolean, version: Version): Hmac | undefined {
  const keys = new Map<number, string | undefined>();
  for (const { directive } of named(block.children, 'key')) {
    const [, number, word] = directive.words;
    const id = readInteger(number?.text ?? '', 1, 255);
    if (!word || id === undefined || keys.has(id)) continue;
    const isFile = word.text.startsWith('file:');
    const bytes = isFile ? undefined : readKey(word.text);
    if (isFile || bytes) keys.set(id, bytes);
  }
  const activeKey = last(block, 'active_key', (text) => readInteger(text, 1, 255));
  if (activeKey === undefined || !keys.has(activeKey.value)) return undefined;
  const mode = last(block, 'mode', (text) => modesOf(version).find((known) => known === text))?.value;
  return { mode: strict ? 'enforce' : (mode ?? 'enforce'), activeKey, keys };
}

function last<T>(block: Setting, keyword: string, read: (text: string) => T | undefined): Located<T> | undefined {
  const values = named(block.children, keyword).flatMap(({ directive }): Located<T>[] => {
    const word = directive.words[1];
    const value = word && read(word.text);
    return word && value !== undefined ? [{ value, place: placeOf(directive, word) }] : [];
  });
  return values.at(-1);
}

const modesOf = (version: Version): readonly Hmac['mode'][] =>
  isKnownSince({ since: '2.4.2' }, version) ? ['enforce', 'permissive', 'receive-only'] : ['enforce', 'permissive'];

/** Whether a key has as many bytes as it must; one in a file is taken to have. */
export const isKey = (text: string): boolean => text.startsWith('file:') || readKey(text) !== undefined;

/** The bytes of a key in hexadecimal digits: `hex:` and digits, else the characters themselves. */
function readKey(text: string): string | undefined {
  const digits = text.startsWith('hex:')
    ? readDigits(text.slice('hex:'.length))
    : Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const bytes = (digits?.length ?? 0) / 2;
  return bytes >= SHORTEST && bytes <= LONGEST ? digits : undefined;
}

/** Pairs of digits; one that stands alone counts as a byte (lib/parser.c, read_hex_str). */
function readDigits(text: string): string | undefined {
  const bytes = text.match(/[^ ]{1,2}/g) ?? [];
  return bytes.every((byte) => /^[\da-f]{1,2}$/i.test(byte))
    ? bytes.map((byte) => byte.padStart(2, '0').toLowerCase()).join('')
    : undefined;
}

/** Why one node rejects the adverts of another (vrrp.c, vrrp_check_packet and vrrp_auth_ext_verify). */
export type HmacRefusal = 'too long' | 'unsigned' | 'unknown key' | 'other key';

/** By direction. Undefined where they are accepted, or a key stands in a file. */
export function hmacRefusal(receiver: Hmac | undefined, sender: Hmac | undefined): HmacRefusal | undefined {
  const signs = sender !== undefined && sender.mode !== 'receive-only';
  if (!receiver) return signs ? 'too long' : undefined;
  if (!signs) return receiver.mode === 'enforce' ? 'unsigned' : undefined;
  const id = sender.activeKey.value;
  if (!receiver.keys.has(id)) return 'unknown key';
  const [signed, known] = [sender.keys.get(id), receiver.keys.get(id)];
  return signed !== undefined && known !== undefined && signed !== known ? 'other key' : undefined;
}
