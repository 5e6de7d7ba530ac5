/** auth_hmac (2.4.0 and later): who rejects whom, and that no key is ever shown. */
import { describe, expect, test } from 'vitest';
import type { Version } from '../../../server/src/schema/index.ts';
import { auth, codes, cured, found, messages, pair, places, preferredOf, relatedPlaces, three } from './support.ts';

const NEW: Version = '2.4.3';
const KEY = 'one-secret-of-thirty-two-letters';
const OTHER = 'two-secret-of-thirty-two-letters';
const HEX = [...KEY].map((letter) => letter.charCodeAt(0).toString(16)).join('');

const hmac = (...lines: string[]) => ({ more: `auth_hmac {\n        ${lines.join('\n        ')}\n    }` });
const simple = (key: string, ...more: string[]) => hmac(`key 1 ${key}`, 'active_key 1', ...more);

describe('pair-hmac-mismatch', () => {
  test('on one side only: the other has to follow, though it is the MASTER', () => {
    const texts = pair({}, simple(KEY));
    expect(codes(texts, NEW)).toEqual(['error pair-hmac-mismatch']);
    expect(messages(texts, NEW)).toEqual([
      'b takes signed adverts only (mode enforce) and rejects those of a (no auth_hmac); a has no auth_hmac and rejects ' +
        'the longer adverts of b. Both nodes will become MASTER and hold 192.168.10.111.',
      'a has no auth_hmac and rejects the longer adverts of b; b takes signed adverts only (mode enforce) and rejects ' +
        'those of a (no auth_hmac). Both nodes will become MASTER and hold 192.168.10.111.',
    ]);
    expect(places(texts, NEW)).toEqual(['vrrp_instance VI_1', '1']);
    expect(relatedPlaces(texts, NEW)).toEqual(['b 1', 'a vrrp_instance VI_1']);
    expect(cured(texts, NEW)['/ws/a/keepalived.conf']).toContain(
      `    auth_hmac {\n        key 1 ${KEY}\n        active_key 1\n    }\n}`,
    );
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
  });

  test('beside authentication, which goes with the fix', () => {
    const texts = pair({ more: auth('secret') }, simple(KEY));
    expect(codes(texts, NEW)).toEqual(['error pair-hmac-mismatch']);
    expect(cured(texts, NEW)['/ws/a/keepalived.conf']).not.toContain('auth_pass');
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
  });

  test('other bytes under one id, none of which is shown', () => {
    const texts = pair(simple(KEY), simple(OTHER));
    expect(codes(texts, NEW)).toEqual(['error pair-hmac-mismatch']);
    expect(messages(texts, NEW)[0]).toBe(
      'a signs with key 1, which is another on b; b signs with key 1, which is another on a. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
    );
    const shown = found(texts, NEW).map(({ message, related, fixes }) => [
      message,
      related?.map((one) => one.message),
      fixes?.map(({ title }) => title),
    ]);
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
  });

  test('no shared id', () => {
    const texts = pair(simple(KEY), hmac(`key 2 ${KEY}`, 'active_key 2'));
    expect(messages(texts, NEW)[0]).toMatch(/^a signs with key 1, which b does not have; b signs with key 2, which/);
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
  });

  test('one direction is enough: a key that only its sender has', () => {
    const texts = pair(hmac(`key 1 ${KEY}`, `key 2 ${OTHER}`, 'active_key 2'), simple(KEY));
    expect(messages(texts, NEW)).toEqual([
      'a signs with key 2, which b does not have. Both nodes will become MASTER and hold 192.168.10.111.',
      'a signs with key 2, which b does not have. Both nodes will become MASTER and hold 192.168.10.111.',
    ]);
    const reversed = pair(simple(KEY), hmac(`key 1 ${KEY}`, `key 2 ${OTHER}`, 'active_key 2'));
    expect(messages(reversed, NEW)[0]).toContain('a outranks b and takes 192.168.10.111 whenever it starts');
  });

  test.each<[string, string, string]>([
    ['enforce against permissive', 'mode enforce', 'mode permissive'],
    ['receive-only against permissive', 'mode receive-only', 'mode permissive'],
  ])('%s is a step of a roll-out, and right', (_, a, b) => {
    expect(codes(pair(simple(KEY, a), simple(KEY, b)), NEW)).toEqual([]);
  });

  test('receive-only is right beside a node without, and wrong beside enforce', () => {
    expect(codes(pair({}, simple(KEY, 'mode receive-only')), NEW)).toEqual([]);
    const texts = pair(simple(KEY), simple(KEY, 'mode receive-only'));
    expect(messages(texts, NEW)[0]).toBe(
      'a takes signed adverts only (mode enforce) and rejects those of b (mode receive-only). ' +
        'a outranks b and takes 192.168.10.111 whenever it starts, nopreempt or not.',
    );
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
    // 2.4.0 does not know receive-only and stays with enforce.
    expect(codes(texts, '2.4.0')).toEqual([]);
  });

  test('rotating keys: both known on both, another one active', () => {
    const keys = [`key 1 ${KEY}`, `key 2 ${OTHER}`];
    expect(codes(pair(hmac(...keys, 'active_key 1'), hmac(...keys, 'active_key 2')), NEW)).toEqual([]);
  });

  test('spelling does not count: letters, hexadecimal digits, with blanks', () => {
    expect(codes(pair(simple(KEY), simple(`hex:${HEX}`)), NEW)).toEqual([]);
    const spaced = `"hex:${HEX.toUpperCase().match(/../g)!.join(' ')}"`;
    expect(codes(pair(simple(KEY), simple(spaced)), NEW)).toEqual([]);
  });

  test('what keepalived leaves out does not count: keys that are too short, a second one, no active key', () => {
    expect(
      codes(pair(simple(KEY), hmac('key 1 short', `key 1 ${KEY}`, `key 1 ${OTHER}`, 'active_key 1')), NEW),
    ).toEqual([]);
    const texts = pair(simple(KEY), hmac(`key 1 ${KEY}`, 'active_key 2'));
    expect(messages(texts, NEW)[1]).toContain('b has auth_hmac without its active key and rejects the longer adverts');
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
  });

  test('strict mode enforces', () => {
    const texts = pair({}, { ...simple(KEY, 'mode receive-only'), global: 'vrrp_strict' });
    expect(messages(texts, NEW)[0]).toContain('b takes signed adverts only (mode enforce)');
  });

  test('among three only those that do not fit take part', () => {
    const texts = three(simple(KEY), simple(KEY, 'mode permissive'), simple(KEY, 'mode receive-only'));
    expect(found(texts, NEW).map(({ place }) => place.file)).toEqual([
      '/ws/a/keepalived.conf',
      '/ws/c/keepalived.conf',
    ]);
    const odd = three(simple(KEY), simple(OTHER), simple(KEY));
    expect(preferredOf(odd, NEW)).toEqual(['Use the same auth_hmac as a']);
    expect(codes(cured(odd, NEW), NEW)).toEqual([]);
  });

  test('IPv6 and version 3 are signed too', () => {
    const address = 'fd00::111';
    expect(codes(pair({ address, ...simple(KEY) }, { address, ...simple(OTHER) }), NEW)).toEqual([
      'error pair-hmac-mismatch',
    ]);
  });

  test('is silent before 2.4.0, and where a key is not known', () => {
    expect(codes(pair(simple(KEY), simple(OTHER)), '2.3.4')).toEqual([]);
    expect(codes(pair(simple(KEY), simple('$KEY')), NEW)).toEqual([]);
    expect(codes(pair(simple(KEY), simple('file:/etc/keepalived/key')), NEW)).toEqual([]);
  });

  test('a key out of a definition is not copied', () => {
    const texts = pair({}, simple('$KEY'));
    const defined = { ...texts, '/ws/b/keepalived.conf': `$KEY=${KEY}\n${texts['/ws/b/keepalived.conf']}` };
    expect(codes(defined, NEW)).toEqual(['error pair-hmac-mismatch']);
    expect(preferredOf(defined, NEW)).toEqual([]);
  });
});
