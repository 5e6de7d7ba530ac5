/** The words that explain the keywords: Markdown files, one for each block family and language. */
import enBfdInstance from './docs/en/bfd_instance.md';
import enChecker from './docs/en/checker.md';
import enGarpGroup from './docs/en/garp_group.md';
import enGlobalDefs from './docs/en/global_defs.md';
import enHttpGet from './docs/en/http_get.md';
import enRealServer from './docs/en/real_server.md';
import enRoot from './docs/en/root.md';
import enRoute from './docs/en/route.md';
import enRule from './docs/en/rule.md';
import enSsl from './docs/en/SSL.md';
import enTrackFile from './docs/en/track_file.md';
import enTrackGroup from './docs/en/track_group.md';
import enVirtualServer from './docs/en/virtual_server.md';
import enVirtualServerGroup from './docs/en/virtual_server_group.md';
import enVrrpInstance from './docs/en/vrrp_instance.md';
import enVrrpScript from './docs/en/vrrp_script.md';
import enVrrpSyncGroup from './docs/en/vrrp_sync_group.md';
import enVrrpTrackProcess from './docs/en/vrrp_track_process.md';
import zhBfdInstance from './docs/zh/bfd_instance.md';
import zhChecker from './docs/zh/checker.md';
import zhGarpGroup from './docs/zh/garp_group.md';
import zhGlobalDefs from './docs/zh/global_defs.md';
import zhHttpGet from './docs/zh/http_get.md';
import zhRealServer from './docs/zh/real_server.md';
import zhRoot from './docs/zh/root.md';
import zhRoute from './docs/zh/route.md';
import zhRule from './docs/zh/rule.md';
import zhSsl from './docs/zh/SSL.md';
import zhTrackFile from './docs/zh/track_file.md';
import zhTrackGroup from './docs/zh/track_group.md';
import zhVirtualServer from './docs/zh/virtual_server.md';
import zhVirtualServerGroup from './docs/zh/virtual_server_group.md';
import zhVrrpInstance from './docs/zh/vrrp_instance.md';
import zhVrrpScript from './docs/zh/vrrp_script.md';
import zhVrrpSyncGroup from './docs/zh/vrrp_sync_group.md';
import zhVrrpTrackProcess from './docs/zh/vrrp_track_process.md';

export type DocumentationLanguage = 'en' | 'zh';

const SOURCES = {
  bfd_instance: { en: enBfdInstance, zh: zhBfdInstance },
  checker: { en: enChecker, zh: zhChecker },
  garp_group: { en: enGarpGroup, zh: zhGarpGroup },
  global_defs: { en: enGlobalDefs, zh: zhGlobalDefs },
  http_get: { en: enHttpGet, zh: zhHttpGet },
  real_server: { en: enRealServer, zh: zhRealServer },
  root: { en: enRoot, zh: zhRoot },
  route: { en: enRoute, zh: zhRoute },
  rule: { en: enRule, zh: zhRule },
  SSL: { en: enSsl, zh: zhSsl },
  track_file: { en: enTrackFile, zh: zhTrackFile },
  track_group: { en: enTrackGroup, zh: zhTrackGroup },
  virtual_server: { en: enVirtualServer, zh: zhVirtualServer },
  virtual_server_group: { en: enVirtualServerGroup, zh: zhVirtualServerGroup },
  vrrp_instance: { en: enVrrpInstance, zh: zhVrrpInstance },
  vrrp_script: { en: enVrrpScript, zh: zhVrrpScript },
  vrrp_sync_group: { en: enVrrpSyncGroup, zh: zhVrrpSyncGroup },
  vrrp_track_process: { en: enVrrpTrackProcess, zh: zhVrrpTrackProcess },
} as const;

export type DocumentationFile = keyof typeof SOURCES;

export const DOCUMENTATION_FILES = Object.keys(SOURCES) as DocumentationFile[];

/**
 * What a keyword, an option or a value is for, as Markdown. `path` leads there from the top level, e.g.
 * `['vrrp_instance', 'state', 'MASTER']`, `['static_routes', 'via']` or `['static_routes', 'encap', 'ttl']`. What stands
 * before the grammar has a place at the top too: `['include']`, `['~SEQ']`, `['@']`, `['_PWD']`.
 */
export function documentation(path: readonly string[], language: DocumentationLanguage): string | undefined {
  for (const [file, heading] of documentationPlaces(path)) {
    const text = sections(file, language).get(heading);
    if (text) return text;
  }
  return undefined;
}

const parsed = new Map<string, ReadonlyMap<string, string>>();

/** The texts of one file by heading; what stands before the first one, under the name of the block, is at ``. */
export function sections(file: DocumentationFile, language: DocumentationLanguage): ReadonlyMap<string, string> {
  const key = `${language}/${file}`;
  const known = parsed.get(key) ?? parse(SOURCES[file][language]);
  parsed.set(key, known);
  return known;
}

function parse(source: string): ReadonlyMap<string, string> {
  const [block = '', ...rest] = source.split(/^## /m);
  return new Map([
    ['', withoutFirstLine(block)],
    ...rest.map((part): [string, string] => [(/^.*/.exec(part)?.[0] ?? '').trim(), withoutFirstLine(part)]),
  ]);
}

const withoutFirstLine = (text: string): string => text.replace(/^.*/, '').trim();

export type DocumentationPlace = readonly [file: DocumentationFile, heading: string];

const isFile = (name: string): name is DocumentationFile => Object.hasOwn(SOURCES, name);

/** Other names for a keyword whose values are explained only once. */
const SYNONYMS: Readonly<Record<string, string>> = {
  lvs_sched: 'lb_algo',
  lvs_method: 'lb_kind',
  sorry_server_lvs_method: 'lb_kind',
};

const TRACK_LISTS: ReadonlySet<string> = new Set([
  'track_interface',
  'track_script',
  'track_file',
  'track_process',
  'track_bfd',
]);

/** Where the text may stand, the likeliest place first: families that share words share their texts. */
export function documentationPlaces(path: readonly string[]): DocumentationPlace[] {
  const [top, ...rest] = path;
  if (top === undefined) return [['root', '']];
  const [keyword = '', ...words] = rest;
  const own: DocumentationPlace[] = [['root', path.join('/')]];
  if (isFile(top)) own.unshift([top, rest.join('/')]);
  if (rest.length === 0) return own;
  if (top === 'vrrp_track_file') return [['track_file', rest.join('/')]];
  if (top === 'static_ipaddress') return addressPlaces(rest);
  if (top === 'static_routes') return entryPlaces('route', rest);
  if (top === 'static_rules') return entryPlaces('rule', rest);
  if (top === 'virtual_server') return keyword === 'real_server' ? realServerPlaces(words) : servicePlaces(rest);
  if (top === 'global_defs' && keyword === 'include_check') return [[top, rest.join('/').replace(/\/[+-]/, '/')]];
  if (top === 'vrrp_sync_group' && TRACK_LISTS.has(keyword)) return [...own, ['vrrp_instance', rest.join('/')]];
  if (top !== 'vrrp_instance' || words.length === 0) return own;
  if (keyword === 'virtual_ipaddress' || keyword === 'virtual_ipaddress_excluded') return addressPlaces(words);
  if (keyword === 'virtual_routes') return entryPlaces('route', words);
  if (keyword === 'virtual_rules') return entryPlaces('rule', words);
  return own;
}

/** `scope` and its values, e.g. the `forever` of `preferred_lft forever`. */
const addressPlaces = (words: readonly string[]): DocumentationPlace[] => [
  ['vrrp_instance', `virtual_ipaddress/${words.join('/')}`],
  ['vrrp_instance', `virtual_ipaddress/${words.at(-1)}`],
];

/**
 * A word of a route or a rule may be an option, the value of one, or belong to the kinds that these headings hold;
 * scopes are those of addresses.
 */
const entryPlaces = (file: 'route' | 'rule', words: readonly string[]): DocumentationPlace[] => [
  ...['', 'prefix/', 'type/', 'encap/', 'nexthop/'].map((group): DocumentationPlace => [file, group + words.join('/')]),
  ...(words.length > 1 && words[0] === 'scope' ? addressPlaces(words) : []),
  ...(words[0] === 'nexthop' ? [[file, `nexthop/${words.at(-1)}`] as const] : []),
  ...(words.length > 1 ? ['', 'prefix/'].map((group): DocumentationPlace => [file, group + words.at(-1)]) : []),
];

const servicePlaces = (words: readonly string[]): DocumentationPlace[] => {
  const [keyword = '', ...values] = words;
  const shared = SYNONYMS[keyword];
  return [
    ['virtual_server', words.join('/')],
    ...(shared && values.length > 0 ? [['virtual_server', [shared, ...values].join('/')] as const] : []),
  ];
};

/** Words below `real_server`. Most of what stands in a checker is the same for all of them. */
function realServerPlaces(words: readonly string[]): DocumentationPlace[] {
  const [keyword = '', ...inner] = words;
  const path = words.join('/');
  // Checkers are the blocks in a real server, and only they are in capitals.
  if (!/^[A-Z]/.test(keyword)) return [['real_server', path], ...(inner.length > 0 ? servicePlaces(words) : [])];
  const http = keyword === 'HTTP_GET' || keyword === 'SSL_GET';
  return [
    ['checker', path],
    ...(inner.length > 0 && http ? [['http_get', inner.join('/')] as const] : []),
    ...(inner.length > 0 ? [['checker', inner.join('/')] as const] : []),
    ...(keyword === 'SMTP_CHECK' && inner.length === 2 ? [['checker', inner[1]!] as const] : []),
  ];
}
