import { describe, expect, test } from 'vitest';
import {
  DOCUMENTATION_FILES,
  type DocumentationLanguage,
  documentation,
  documentationPlaces,
  sections,
} from '../../../server/src/schema/docs.ts';
import { WORDS } from './words.ts';

/** What stands before the grammar: it is no keyword of any block. */
const BEFORE_THE_GRAMMAR = [
  ...['include', 'includer', 'includem', 'includew', 'includeb', 'includea'],
  ...['$', '@', '@^', '~SEQ', '~SEQx', '~LST'],
  ...['_PWD', '_INSTANCE', '_RANDOM', '_HASH', '_BANG', '_ENV'],
];

/** Words that keepalived knows only to refuse them; the tables have no place for them. */
const REFUSED = [
  ['static_routes', 'as'],
  ['static_routes', 'nexthop', 'as'],
  ['static_routes', 'nexthop', 'to'],
  ['global_defs', 'vrrp_rx_bufs_policy', 'NO_SEND_RX'],
];

/** Families whose texts stand in files of their own: their beginning is for a reader of the file. */
const SHARED = ['checker', 'http_get', 'root', 'route', 'rule'];

const everyWord = [...WORDS.map(({ path }) => path), ...BEFORE_THE_GRAMMAR.map((word) => [word]), ...REFUSED];

const HAN = /\p{Script=Han}/u;
/** Names alone are the same in every language. */
const NAMES_ALONE = /^IPv[46]。$/;
const joined = (paths: readonly (readonly string[])[]): string[] => paths.map((path) => path.join('/'));
const every = (language: DocumentationLanguage): [file: string, heading: string, text: string][] =>
  DOCUMENTATION_FILES.flatMap((file) =>
    [...sections(file, language)].map(([heading, text]): [string, string, string] => [file, heading, text]),
  );

describe('documentation', () => {
  test('explains every keyword, option and value in English', () => {
    expect(everyWord.length).toBeGreaterThan(1100);
    expect(joined(everyWord.filter((path) => !documentation(path, 'en')))).toEqual([]);
  });

  test('explains every keyword, option and value in Chinese', () => {
    expect(joined(everyWord.filter((path) => !documentation(path, 'zh')))).toEqual([]);
  });

  test('is written in the language that it stands under', () => {
    expect(every('en').filter(([, , text]) => HAN.test(text))).toEqual([]);
    expect(every('zh').filter(([, , text]) => text && !HAN.test(text) && !NAMES_ALONE.test(text))).toEqual([]);
  });

  test.each(DOCUMENTATION_FILES)('%s has the same headings in both languages, in one order', (file) => {
    const headings = [...sections(file, 'en').keys()];
    expect([...sections(file, 'zh').keys()]).toEqual(headings);
    expect(headings.length).toBeGreaterThan(1);
  });

  test('has nothing under a heading that no word leads to', () => {
    const read = new Set(
      everyWord.map((path) => {
        const [file, heading] = documentationPlaces(path).find(([name, at]) => sections(name, 'en').get(at))!;
        return `${file}#${heading}`;
      }),
    );
    const headings = every('en').flatMap(([file, heading, text]) =>
      text && !(heading === '' && SHARED.includes(file)) ? [`${file}#${heading}`] : [],
    );
    expect(headings.filter((heading) => !read.has(heading))).toEqual([]);
    expect(read.size).toBe(headings.length);
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
    expect(english('vrrp_track_file')).not.toBe(english('track_file'));
    const inServer = (...path: string[]) => english('virtual_server', 'real_server', ...path);
    expect(inServer('SSL_GET', 'connect_ip')).toBe(inServer('SMTP_CHECK', 'host', 'connect_ip'));
    expect(inServer('HTTP_GET', 'url', 'path')).toBe(inServer('SSL_GET', 'url', 'path'));
    expect(inServer('lvs_method', 'DR')).toBe(english('virtual_server', 'lb_kind', 'DR'));
    expect(inServer('weight')).not.toBe(english('virtual_server', 'weight'));
    expect(inServer('FILE_CHECK', 'weight')).not.toBe(inServer('weight'));
    expect(inServer('BFD_CHECK', 'alpha')).not.toBe(inServer('TCP_CHECK', 'alpha'));
  });

  test('explains values too', () => {
    const master = documentation(['vrrp_instance', 'state', 'MASTER'], 'en');
    expect(master).toBeDefined();
    expect(master).not.toBe(documentation(['vrrp_instance', 'state'], 'en'));
    expect(documentation(['vrrp_instance', 'virtual_ipaddress', 'preferred_lft', 'forever'], 'en')).toBeDefined();
  });

  test('has nothing to say about what it does not know', () => {
    expect(documentation(['vrrp_instance', 'prioirty'], 'en')).toBeUndefined();
    expect(documentation(['virtual_server', 'real_server', 'path'], 'en')).toBeUndefined();
    expect(documentation(['nonsense'], 'zh')).toBeUndefined();
    expect(documentation(['toString', 'constructor'], 'en')).toBeUndefined();
  });
});
