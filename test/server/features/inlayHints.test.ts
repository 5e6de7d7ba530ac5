import { describe, expect, test } from 'vitest';
import type { Language } from '../../../server/src/features/document.ts';
import { type InlayHint, inlayHints } from '../../../server/src/features/inlayHints.ts';
import type { Range } from '../../../server/src/model/place.ts';
import type { Texts } from '../../support/memory.ts';
import { judged } from './judged.ts';

const FILE = '/ws/a/keepalived.conf';
const EVERYTHING: Range = { start: { line: 0, column: 0 }, end: { line: 10_000, column: 0 } };

function hints(text: string, { language = 'en' as Language, range = EVERYTHING, more = {} as Texts } = {}) {
  const { document, clusters } = judged({ [FILE]: text, ...more }, FILE, { mainFiles: [FILE] });
  return inlayHints(document, clusters, range, language);
}

/** The lines that have hints, with the hints in them. */
function shown(text: string, options: Parameters<typeof hints>[1] = {}): string[] {
  const found = Map.groupBy(hints(text, options), ({ position }) => position.line);
  const put = (line: string, inLine: readonly InlayHint[]): string =>
    inLine
      .toSorted((a, b) => b.position.column - a.position.column)
      .reduce(
        (whole, { position: { column }, label }) => `${whole.slice(0, column)}‹${label}›${whole.slice(column)}`,
        line,
      );
  return text.split('\n').flatMap((line, number) => {
    const inLine = found.get(number);
    return inLine ? [put(line, inLine).trim()] : [];
  });
}

const script = (name: string, weight?: string): string =>
  `vrrp_script ${name} {\n    script "/bin/true"\n    ${weight === undefined ? '' : `weight ${weight}`}\n}\n`;
const instance = (...lines: string[]): string => `vrrp_instance VI_1 {\n    ${lines.join('\n    ')}\n}\n`;
const tracks = (...entries: string[]): string => `track_script {\n        ${entries.join('\n        ')}\n    }`;

describe('the priority and what is tracked', () => {
  test('a negative weight counts while the script fails, a positive one while it passes', () => {
    const falls = script('chk', '-20') + instance('priority 100', tracks('chk'));
    expect(shown(falls)).toEqual(['priority 100‹80 when chk fails›']);
    expect(shown(falls, { language: 'zh' })).toEqual(['priority 100‹chk 失败时为 80›']);
    const rises = script('chk') + instance('priority 100', tracks('chk weight 5'));
    expect(shown(rises)).toEqual(['priority 100‹105 while chk passes›']);
    expect(shown(rises, { language: 'zh' })).toEqual(['priority 100‹chk 成功时为 105›']);
  });

  test('reversed, and of other kinds', () => {
    const reversed = script('chk') + instance('priority 100', tracks('chk weight -20 reverse'));
    expect(shown(reversed)).toEqual(['priority 100‹120 when chk fails›']);
    const device = instance('priority 100', 'track_interface {', 'eth1 weight -30', '}');
    expect(shown(device)).toEqual(['priority 100‹70 when eth1 is down›']);
    const process = 'vrrp_track_process nginx {\n    process nginx\n    weight 10\n}\n';
    expect(shown(process + instance('priority 100', 'track_process {', 'nginx', '}'))).toEqual([
      'priority 100‹110 while nginx runs›',
    ]);
  });

  test('several are summed up, with the arithmetic behind them', () => {
    const text = script('a', '-20') + script('b', '5') + instance('priority 100', tracks('a', 'b'));
    const [hint] = hints(text);
    expect(hint!.label).toBe('80 to 105, by 2 weights');
    expect(hint!.tooltip.split('\n')).toEqual([
      '100 - 20 = 80 when script a fails',
      '100 + 5 = 105 while script b passes',
      'What several change is added up, and counts as 1 to 254.',
    ]);
    const [chinese] = hints(text, { language: 'zh' });
    expect(chinese!.label).toBe('80 到 105，由 2 个权重决定');
    expect(chinese!.tooltip).toContain('脚本 a 失败时：100 - 20 = 80');
  });

  test('1 to 254 are the bounds', () => {
    const low = script('a', '-100') + instance('priority 100', tracks('a'));
    expect(shown(low)).toEqual(['priority 100‹1 when a fails›']);
    expect(hints(low)[0]!.tooltip).toBe('100 - 100 = 0, which counts as 1, when script a fails');
    const high = script('a', '200') + script('b', '200') + instance('priority 100', tracks('a', 'b'));
    expect(shown(high)).toEqual(['priority 100‹100 to 254, by 2 weights›']);
  });

  test('a very long name is shortened', () => {
    const name = 'a'.repeat(10_000);
    const [hint] = hints(script(name, '-20') + instance('priority 100', tracks(name)));
    expect(hint!.label).toMatch(/^80 when a{59}… fails$/);
    expect(hint!.tooltip.length).toBeLessThan(200);
  });

  test('an address owner keeps 255', () => {
    expect(shown(script('a', '-20') + instance('state MASTER', 'priority 255', tracks('a')))).toEqual([]);
  });

  test('the number in a tracked file is not known', () => {
    const file = (weight: string): string => `track_file load {\n    file "/run/load"\n    weight ${weight}\n}\n`;
    const tracked = (weight: string, ...more: string[]): string =>
      file(weight) + instance('priority 100', 'track_file {', 'load', '}', ...more);
    expect(shown(tracked('-2'))).toEqual(['priority 100‹- load × 2›']);
    expect(shown(tracked('1'))).toEqual(['priority 100‹+ load›']);
    expect(shown(tracked('3 reverse'))).toEqual(['priority 100‹- load × 3›']);
    expect(shown(script('a', '-20') + tracked('5', tracks('a')))).toEqual([
      'priority 100‹80 when a fails, + load × 5›',
    ]);
  });

  test('a weight that keepalived leaves out in a sync group has no hint', () => {
    const group = 'vrrp_sync_group G {\n    group {\n        VI_1\n    }\n}\n';
    expect(shown(group + script('a', '-20') + instance('priority 100', tracks('a')))).toEqual([]);
  });
});

describe('FAULT', () => {
  test('without a weight, at the entry', () => {
    const text = script('chk') + instance('priority 100', tracks('chk'));
    expect(shown(text)).toEqual(['chk‹FAULT when it fails›']);
    expect(shown(text, { language: 'zh' })).toEqual(['chk‹失败时进入 FAULT›']);
    expect(shown(script('chk', '-20') + instance('priority 100', tracks('chk weight 0 # service')))).toEqual([
      'chk weight 0‹FAULT when it fails› # service',
    ]);
    expect(shown(script('chk', '0 reverse') + instance(tracks('chk')))).toEqual(['chk‹FAULT while it passes›']);
  });

  test('interfaces and files; not the interface of the instance itself', () => {
    expect(shown(instance('interface eth0', 'track_interface {', 'eth1', '}'))).toEqual([
      'eth1‹FAULT when it is down›',
    ]);
    const file = 'track_file stop {\n    file "/run/stop"\n    weight 0\n}\n';
    expect(shown(file + instance('track_file {', 'stop', '}'))).toEqual(['stop‹FAULT while its number is not 0›']);
  });

  test('what a sync group tracks is said once', () => {
    const group = `vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n    ${tracks('chk')}\n}\n`;
    const text = script('chk') + group + instance('priority 100') + instance('priority 90').replace('VI_1', 'VI_2');
    expect(shown(text)).toEqual(['chk‹FAULT when it fails›']);
  });
});

describe('single values', () => {
  test('an advert interval that the version does not have', () => {
    expect(shown(instance('advert_int 0.5'))).toEqual(['advert_int 0.5‹becomes 1 s›']);
    expect(shown(instance('advert_int 0.5'), { language: 'zh' })).toEqual(['advert_int 0.5‹变为 1 秒›']);
    expect(shown(instance('version 3', 'advert_int 0.5'))).toEqual([]);
    expect(shown(instance('version 3', 'advert_int 100'))).toEqual(['advert_int 100‹becomes 40.95 s›']);
    expect(shown(instance('advert_int 1'))).toEqual([]);
  });

  test('a MASTER without a priority', () => {
    expect(shown(instance('state MASTER'))).toEqual(['state MASTER‹priority 255›']);
    expect(shown(instance('state MASTER', 'priority 100'))).toEqual([]);
    expect(shown(instance('state BACKUP'))).toEqual([]);
  });

  test('values that are not known have no hint', () => {
    const text = script('a', '-20') + instance('state MASTER', 'priority ${PRIORITY}', tracks('a'));
    expect(shown(text)).toEqual([]);
    const defined = `$PRIORITY=120\n${text}`;
    expect(shown(defined)).toEqual(['priority ${PRIORITY}‹100 when a fails›']);
  });
});

describe('auth_pass behind its 8th byte', () => {
  const pass = (word: string): string[] =>
    shown(instance('authentication {', 'auth_type PASS', `auth_pass ${word}`, '}'));

  test.each([
    ['12345678', undefined],
    ['123456789', '12345678‹cut off here›9'],
    ['"123456789"', '"12345678‹cut off here›9"'],
    ['"1234 6789"', '"1234 678‹cut off here›9"'],
    // Two bytes each, then three: the fourth would end behind the 8th byte.
    ['ééééé', 'éééé‹cut off here›é'],
    ['密码密码', '密码‹cut off here›密码'],
    ['😀😀😀', '😀😀‹cut off here›😀'],
    ['1234567\\#9', undefined],
    ['$SECRET', undefined],
  ])('%s', (word, marked) => {
    expect(pass(word)).toEqual(marked === undefined ? [] : [`auth_pass ${marked}`]);
  });

  test('of a definition nothing is said at its use', () => {
    const text = `$SECRET=1234567890\n${instance('authentication {', 'auth_type PASS', 'auth_pass $SECRET', '}')}`;
    expect(shown(text)).toEqual([]);
  });

  test('the hint does not repeat the secret', () => {
    const [hint] = hints(instance('authentication {', 'auth_type PASS', 'auth_pass correcthorse', '}'));
    expect(JSON.stringify(hint)).not.toMatch(/correct|horse/);
  });
});

test('only what lies in the range, its ends included', () => {
  const text = instance('state MASTER', 'advert_int 0.5');
  const [state, advert] = hints(text).map(({ position }) => position);
  const between = (start = state!, end = advert!): unknown[] => hints(text, { range: { start, end } });
  expect(between()).toHaveLength(2);
  expect(between(state, { ...advert!, column: advert!.column - 1 })).toHaveLength(1);
  expect(between({ ...state!, column: state!.column + 1 })).toHaveLength(1);
});

test('what stands in an included file is told there', () => {
  const more = { '/ws/a/scripts.inc': script('chk', '-20') };
  expect(shown(`include scripts.inc\n${instance('priority 100', tracks('chk'))}`, { more })).toEqual([
    'priority 100‹80 when chk fails›',
  ]);
});
