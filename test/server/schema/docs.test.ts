import { describe, expect, test } from 'vitest';
import { DOCUMENTATION_FILES, documentation, sections } from '../../../server/src/schema/docs.ts';
import { type Keyword, lookup, ROOT } from '../../../server/src/schema/index.ts';

/** The blocks whose every word is explained. */
const EXPLAINED = [
  'garp_group',
  'global_defs',
  'interface_up_down_delays',
  'linkbeat_interfaces',
  'static_ipaddress',
  'static_routes',
  'static_rules',
  'track_file',
  'track_group',
  'vrrp_instance',
  'vrrp_script',
  'vrrp_sync_group',
  'vrrp_track_file',
  'vrrp_track_process',
];

function paths(keyword: Keyword, path: string[]): string[][] {
  const inner =
    keyword.kind === 'block'
      ? [...keyword.keywords.values()].flatMap((child) => paths(child, [...path, child.name]))
      : keyword.kind === 'list'
        ? keyword.options.map(({ name, behind }) => [...path, ...(behind ? [behind] : []), name])
        : [];
  return [path, ...inner];
}

const everyWord = [...ROOT.values()].flatMap((keyword) =>
  EXPLAINED.includes(keyword.name) ? paths(keyword, [keyword.name]) : [[keyword.name]],
);

const HAN = /\p{Script=Han}/u;

describe('documentation', () => {
  test('explains every word of its blocks in English', () => {
    const silent = everyWord.filter((path) => !documentation(path, 'en'));
    expect(silent.map((path) => path.join('/'))).toEqual([]);
    expect(everyWord.filter((path) => HAN.test(documentation(path, 'en') ?? ''))).toEqual([]);
  });

  test('explains every word of its blocks in Chinese', () => {
    const silent = everyWord.filter((path) => !HAN.test(documentation(path, 'zh') ?? ''));
    expect(silent.map((path) => path.join('/'))).toEqual([]);
  });

  test.each(DOCUMENTATION_FILES)('%s has the same headings in both languages, in one order', (file) => {
    const headings = [...sections(file, 'en').keys()];
    expect([...sections(file, 'zh').keys()]).toEqual(headings);
    expect(headings.length).toBeGreaterThan(1);
  });

  test('explains nothing that keepalived does not know', () => {
    const blocks = DOCUMENTATION_FILES.filter((file) => ROOT.has(file));
    const unknown = blocks.flatMap((block) =>
      [...sections(block, 'en').keys()].filter((heading) => heading && !lookup([block, heading.split('/')[0]!])),
    );
    expect(unknown).toEqual([]);
  });

  test('shares the texts of what several blocks have in common', () => {
    const english = (...path: string[]) => documentation(path, 'en');
    const dev = english('vrrp_instance', 'virtual_ipaddress', 'dev');
    expect(dev).toBeDefined();
    expect(english('vrrp_instance', 'virtual_ipaddress_excluded', 'dev')).toBe(dev);
    expect(english('static_ipaddress', 'dev')).toBe(dev);
    expect(english('static_routes', 'via')).toBe(english('vrrp_instance', 'virtual_routes', 'via'));
    expect(english('static_rules', 'from')).toBe(english('vrrp_instance', 'virtual_rules', 'from'));
    expect(english('static_rules', 'from')).not.toBe(english('static_routes', 'from'));
    expect(english('vrrp_track_file', 'file')).toBe(english('track_file', 'file'));
    expect(english('vrrp_track_file')).not.toBe(english('track_file'));
  });

  test('explains values too', () => {
    const master = documentation(['vrrp_instance', 'state', 'MASTER'], 'en');
    expect(master).toBeDefined();
    expect(master).not.toBe(documentation(['vrrp_instance', 'state'], 'en'));
    expect(documentation(['vrrp_instance', 'virtual_ipaddress', 'preferred_lft', 'forever'], 'en')).toBeDefined();
  });

  test('has nothing to say about what it does not know', () => {
    expect(documentation(['vrrp_instance', 'prioirty'], 'en')).toBeUndefined();
    expect(documentation(['nonsense'], 'zh')).toBeUndefined();
    expect(documentation(['toString', 'constructor'], 'en')).toBeUndefined();
  });
});
