import { describe, expect, test } from 'vitest';
import type { Preferences } from '../../../server/src/features/document.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { lookup } from '../../../server/src/schema/index.ts';
import { nested, WORDS, written } from '../schema/words.ts';
import { CHINESE, ENGLISH, marked } from './marked.ts';

function at(source: string, preferences: Preferences = ENGLISH, within: readonly string[] = []) {
  const { document, position } = marked(source, {}, within);
  return hover(document, position, preferences);
}

const inInstance = (line: string): string => `vrrp_instance VI_1 {\n    ${line}\n}\n`;

describe('keywords', () => {
  test('what it does, how it is written, its range and default', () => {
    const found = at(inInstance('prio|rity 100'))!;
    expect(found.text).toMatch(/^```keepalived\npriority PRIORITY\n```\n\n\w/);
    expect(found.text).toContain('- **Range**: 1 to 255');
    expect(found.text).toContain('- **Default**: 100');
    expect(found.range).toEqual({ start: { line: 1, column: 4 }, end: { line: 1, column: 12 } });
  });

  test('the same in Chinese', () => {
    const { text } = at(inInstance('prio|rity 100'), CHINESE)!;
    expect(text).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(text).toContain('- **范围**：1 到 255');
  });

  test('units, first releases and what is required', () => {
    expect(at(inInstance('advert_|int 1'))!.text).toContain('- **Unit**: seconds');
    expect(at(inInstance('|virtual_router_id 51'))!.text).toContain('- **Required**');
    expect(at(inInstance('mcast_dst_ip| 224.0.0.18'))!.text).toContain('- **Since**: keepalived 2.2.5');
    const newer = at(inInstance('auth_hm|ac {\n}'))!.text;
    expect(newer).toContain('keepalived 2.4.0 (keepalived 2.2.7 does not know it yet)');
    expect(at('vrrp_sync_group G {\n  global_track|ing\n}')!.text).toContain('**Deprecated**: use track_interface');
  });

  test('what a missing argument leads to', () => {
    expect(at(inInstance('prio|rity'))!.text).toContain('- **Without an argument**: keepalived exits at once');
    expect(at(inInstance('prio|rity'), CHINESE)!.text).toContain('- **缺少参数时**：keepalived 立即退出');
    expect(at('bfd_inst|ance')!.text).toContain('keepalived crashes');
    expect(at(inInstance('nopre|empt'))!.text).not.toContain('Without an argument');
  });

  test('limits of length, and what came later than the keyword', () => {
    expect(at(inInstance('authentication {\n auth_p|ass x\n}'))!.text).toContain('- **Length**: at most 8 bytes');
    expect(at(inInstance('use_vm|ac'))!.text).toContain('- **Since (name)**: keepalived 2.3.0');
    const server = (line: string): string => `virtual_server 10.0.0.1 80 {\n${line}\n}\n`;
    expect(at(server('lb_al|go rr'))!.text).toContain('`twos` (2.2.5)');
    expect(at(server('lb_kind TUN type gr|e'))!.text).toContain('`HAVE_IPVS_TUN_TYPE & HAVE_IPVS_TUN_GRE`');
    expect(at(server('protocol t|cp'))!.text).toContain('```keepalived\nTCP\n```');
  });

  test('defaults in the words of the language', () => {
    expect(at(inInstance('garp_master_|delay 5'), CHINESE)!.text).toContain('**默认值**：vrrp_garp_master_delay 的值');
    expect(at('vrrp_sync_group G {\n  global_track|ing\n}', CHINESE)!.text).toContain('**已弃用**：请改用同步组自己的');
  });

  test('blocks, lists and includes', () => {
    expect(at('vrrp_inst|ance VI_1 {\n}')!.text).toContain('vrrp_instance NAME { … }');
    expect(at(inInstance('authent|ication {\n}'))!.text).toContain('authentication { … }');
    expect(at(inInstance('virtual_ip|address {\n}'))!.text).toContain('virtual_ipaddress { ADDRESS … }');
    expect(at('inclu|de conf.d/*.conf')!.text.length).toBeGreaterThan(20);
  });
});

test('every keyword is explained in both languages', () => {
  const keywords = WORDS.filter(({ kind }) => kind === 'keyword');
  expect(keywords).toHaveLength(531);
  for (const { path } of keywords) {
    const text = nested(path.slice(0, -1), `|${written(lookup(path)!)}`);
    const [english, chinese] = [at(text, ENGLISH)!.text, at(text, CHINESE)!.text];
    for (const found of [english, chinese]) expect(found, path.join('/')).toContain(`\`\`\`keepalived\n${path.at(-1)}`);
    const prose = (found: string): string => found.split('```\n\n')[1]!;
    expect(prose(english), path.join('/')).toMatch(/[a-z]{3}/);
    expect(prose(chinese), path.join('/')).toMatch(/\p{Script=Han}/u);
  }
});

describe('words behind a keyword', () => {
  test('a value with words of its own', () => {
    expect(at(inInstance('state MAS|TER'))!.text).toContain('```keepalived\nMASTER\n```');
    expect(at(inInstance('authentication {\n auth_type PA|SS\n}'))!.text).toContain('```keepalived\nPASS\n```');
  });

  test('any other value is explained by its keyword', () => {
    const found = at(inInstance('priority 1|00'))!;
    expect(found.text).toContain('priority PRIORITY');
    expect(found.range).toEqual({ start: { line: 1, column: 13 }, end: { line: 1, column: 16 } });
  });

  test('options of an entry', () => {
    expect(at(inInstance('virtual_ipaddress {\n192.168.10.111 d|ev ens33\n}'))!.text).toMatch(
      /^```keepalived\ndev …\n```\n\n\w/,
    );
    const weight = at(inInstance('track_script {\n chk wei|ght -20\n}'))!.text;
    expect(weight).toContain('- **Range**: -253 to 253');
    expect(at(inInstance('track_script {\n chk weight -2|0\n}'))!.text).toContain('weight …');
  });

  test('options of an entry that are not in its list of options', () => {
    const group = (line: string): string => `virtual_server_group G {\n${line}\n}\n`;
    expect(at(group('fwm|ark 5'))!.text).toContain('this firewall mark');
    expect(at(group('fwmark 5 in|et6'))!.text).toContain('is for IPv6');
    expect(at(inInstance('use_vmac vrrp.51 netlink_noti|fy_msg'))!.text).toContain('notification about the underlying');
    expect(at('linkbeat_interfaces {\n eth0 MI|I\n}')!.text).toContain('MII registers');
  });

  test('words of a gateway and of a tunnel, not of the route', () => {
    const route = (words: string): string => `static_routes {\n 10.0.0.0/8 ${words}\n}\n`;
    expect(at(route('v|ia 10.0.0.1'))!.text).toContain('Address of the gateway');
    expect(at(route('nexthop v|ia 10.0.0.1'))!.text).toContain('Address of this gateway');
    expect(at(route('encap ip id 5 sr|c 10.0.0.1'))!.text).toContain('Local end of the tunnel');
  });

  test('a name says what it is and where it is defined', () => {
    const script = 'vrrp_script chk_nginx {\n}\n';
    const use = inInstance('track_script {\n chk_ng|inx\n}');
    expect(at(script + use)!.text).toBe('Tracked script `chk_nginx`, defined in `keepalived/keepalived.conf`:1.');
    expect(at(script + use, CHINESE)!.text).toContain('跟踪脚本 `chk_nginx`，定义于');
    expect(at(use)!.text).toBe('Tracked script `chk_nginx`: not defined in this configuration.');
    expect(at(script + script + use)!.text).toContain('There are 2 definitions of this name.');
  });

  test('auth_pass is explained and not repeated', () => {
    expect(at(inInstance('authentication {\n auth_pass sec|ret\n}'))!.text).not.toContain('secret');
  });
});

test('nothing where nothing is known', () => {
  expect(at(inInstance('nonse|nse 1'))).toBeUndefined();
  expect(at('# prio|rity')).toBeUndefined();
  expect(at('vrrp_instance A {\n|\n}')).toBeUndefined();
  expect(at('|')).toBeUndefined();
});

test('a file that is included inside a block goes on with it', () => {
  expect(at('prio|rity 100', ENGLISH, ['vrrp_instance'])!.text).toContain('priority PRIORITY');
  expect(at('prio|rity 100')).toBeUndefined();
});
