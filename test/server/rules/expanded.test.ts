/** Definitions and generators that keepalived cannot use, and findings in what they made. */
import { describe, expect, it } from 'vitest';
import { toNode } from '../../../server/src/model/toNode.ts';
import { checkNode } from '../../../server/src/rules/check.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { memoryFiles } from '../../support/memory.ts';
import { instance } from './marked.ts';

const check = (text: string, version: Version = '2.2.7') => {
  const files = memoryFiles({ '/k': text });
  return checkNode(toNode('/k', { files, version }), { version, files }).map((finding) => {
    const { item, start, end } = finding.place;
    return { ...finding, at: item.text.slice(start, end) };
  });
};
const said = (text: string, version?: Version): string[] =>
  check(text, version).map(({ code, at }) => `${code}: ${at}`);

describe('definitions', () => {
  it.each<[string, string, Version, string[]]>([
    ['bounds the wrong way round', '$A=${_RANDOM 9 1}\nx $A', '2.4.0', ['random-range: $A', 'unknown-keyword: x']],
    [
      'the same before it is reported',
      'x ${_RANDOM 9 1}',
      '2.2.7',
      ['random-range-reversed: ${_RANDOM 9 1}', 'unknown-keyword: x'],
    ],
    ['too many parameters', 'x ${_RANDOM 1 2 3}', '2.4.0', ['definition-parameters: ${_RANDOM 1 2 3}']],
    ['a parameter that is missing', 'x ${_ENV A B}', '2.4.0', ['definition-parameters: ${_ENV A B}']],
    ['words for numbers', 'x ${_RANDOM a}', '2.4.0', ['definition-parameters: ${_RANDOM a}']],
    ['text behind parameters', 'x ${_RANDOM 1 2}a b', '2.2.7', ['definition-rest-garbled: ${_RANDOM 1 2}']],
    ['text behind parameters, moved rightly', 'x ${_RANDOM 1 2}a b', '2.4.0', ['unknown-keyword: x']],
    ['many lines inside a line', '$A=x \\\ny\nz $A b', '2.2.7', ['definition-inside-line: $A', 'unknown-keyword: z']],
    [
      'a line that grows too long',
      `$A=${'a'.repeat(600)}\nx $A $A`,
      '2.2.7',
      ['definition-too-long: $A', 'unknown-keyword: x'],
    ],
    [
      'a condition out of a definition',
      '$A=@x y $B\n$B=1\n$A',
      '2.4.0',
      ['definition-not-examined: $A', 'unknown-keyword: $A'],
    ],
    ['a generator out of a definition', '$A=~SEQ(i,1,2) y $i\n$A', '2.4.0', ['definition-not-examined: $A']],
    ['a use with more behind it', '$A=1\nx a.$A.b $A', '2.2.7', ['definition-glued: $A', 'unknown-keyword: x']],
    ['a comment inside', '$A=x \\\n# c\ny', '2.2.7', ['definition-cut-short: # c', 'unknown-keyword: y']],
    ['a comment sign behind a backslash', 'x a\\#b', '2.2.7', ['comment-sign-lost: \\#', 'unknown-keyword: x']],
  ])('%s', (_, text, version, expected) => {
    expect(said(`${text}\n`, version)).toEqual(expect.arrayContaining(expected));
  });
});

describe('generators', () => {
  it.each([
    ['~SEQ(i) x', 'START and STEP'],
    ['~SEQ(i, 1, 0, 5) x', 'step'],
    ['~SEQx(i, -1, 5) x', 'negative'],
    ['~SEQ(i, 1, 2 x', ')'],
    ['~LST({a,b}, {1,2,3}) x', 'more values'],
    ['~LST(a) x', '~LST(NAME'],
  ])('%s', (text, reason) => {
    const [finding, ...more] = check(`${text}\n`);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'generator-invalid', origin: 'keepalived', at: text });
    expect(finding!.message).toContain(reason);
  });

  it('what makes more lines than are read is said once', () => {
    const found = check('~SEQ(i, 1, 1000000000) vrrp_instance V$i { \n');
    expect(found.filter(({ code }) => code === 'too-many-lines')).toHaveLength(1);
  });
});

describe('findings in what was made', () => {
  it('are one for a place, and tell of the others', () => {
    const found = check(instance('~SEQ(i, 254, 260) priority $i'));
    expect(found.map(({ code, at }) => `${code}: ${at}`)).toEqual(['number-out-of-range: $i']);
    expect(found[0]!.message).toMatch(/256.* 4 more lines/);
  });

  it('have no fix that writes over the use', () => {
    const [written] = check(instance('prioriti 100'));
    const [made] = check(`$P=prioriti 100\n${instance('$P')}`);
    expect(written!.fixes).toHaveLength(1);
    expect(made).toMatchObject({ code: 'unknown-keyword', at: '$P' });
    expect(made!.fixes).toBeUndefined();
  });
});

/** Each finding with the text that stands where it must be cured, and where that is, as offsets of the file. */
const sources = (text: string): string[] =>
  check(text).flatMap(({ code, at, place, related = [] }) => {
    const from = place.from;
    if (!from) return [];
    expect(related[0]).toEqual({ place: from, message: 'this is written here' });
    return [`${code} at ${at}: ${from.item.text.slice(from.start, from.end)}`];
  });

describe('what a definition brought here', () => {
  it('names the place to edit, in lines and definitions inside others', () => {
    const text = `$WEIGHT=300\n$LINES=\\\npriority 0 \\\nadvert_int 1s   \\\n$PREEMPT\n$PREEMPT=preempt_delay $WEIGHT$\n`;
    expect(sources(`${text}$DELAY=-1\n${instance('$LINES\ngarp_master_delay $DELAY')}`)).toEqual([
      'number-out-of-range at $LINES: 0',
      'not-a-number at $LINES: 1s',
      'not-a-number at $LINES: $WEIGHT$',
      'number-out-of-range at $DELAY: -1',
    ]);
  });

  it('is told once for all lines that a generator makes of it, and apart for each word', () => {
    const text = `$X=vrrp_instance V$N { \\\n interface eth0 \\\n virtual_router_id 300 \\\n priority 0 \\\n}\n~SEQ(N, 1, 3) $X\n`;
    expect(sources(text).filter((each) => each.startsWith('number'))).toEqual([
      'number-out-of-range at $X: 300',
      'number-out-of-range at $X: 0',
    ]);
  });

  it('stands for a part of a word, too', () => {
    const text = `$IP=192.168.11.5/40\n${instance('virtual_ipaddress_excluded {\n$IP\n}')}`;
    expect(sources(text)).toEqual(['address-prefix-invalid at $IP: 192.168.11.5/40']);
  });

  it('has the place of its use alone where only a part of a word came out of it', () => {
    expect(sources(`$N=30\n${instance('priority ${N}0')}`)).toEqual([]);
    expect(said(`$N=30\n${instance('priority ${N}0')}`)).toEqual(['number-out-of-range: ${N}0']);
  });
});
