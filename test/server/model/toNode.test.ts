import { describe, expect, test } from 'vitest';
import { effective } from '../../../server/src/model/effective.ts';
import { walk } from '../../../server/src/model/settings.ts';
import { nodeOf } from '../../support/memory.ts';

const instanceOf = (lines: string, before = '') => {
  const node = nodeOf({ '/a': `${before}\nvrrp_instance VI_1 {\n${lines}\n}` }, '/a');
  return { node, instance: node.instances[0]! };
};
const effectiveOf = (lines: string, before = '') => {
  const { node, instance } = instanceOf(lines, before);
  return effective(instance, node);
};

describe('an instance as written', () => {
  test('every field has its value and its place', () => {
    const { instance } = instanceOf(
      [
        'state MASTER',
        'interface ens33',
        'virtual_router_id 51',
        'priority 100',
        'authentication {',
        'auth_type PASS',
        'auth_pass 1111',
        '}',
        'virtual_ipaddress {',
        '192.168.10.111/24 dev ens34 label ens34:1',
        '}',
        'track_script { chk_nginx weight -20 }',
      ].join('\n'),
    );
    expect(instance).toMatchObject({
      name: { value: 'VI_1' },
      state: { value: 'MASTER' },
      interface: { value: 'ens33' },
      virtualRouterId: { value: 51 },
      authentication: { type: { value: 'PASS' }, pass: { value: '1111' } },
      addresses: [{ text: '192.168.10.111', family: 4, prefix: 24, device: 'ens34' }],
      trackedScripts: [{ name: { value: 'chk_nginx' }, weight: { value: -20 }, reverse: false }],
      unicast: false,
    });
    const { place, value } = instance.priority!;
    expect(place.item.text.slice(place.start, place.end)).toBe(String(value));
  });

  test.each([
    ['the last of two counts', 'priority 90\npriority 80', { priority: { value: 80 } }],
    ['a state that is no word of keepalived is BACKUP', 'state Master', { state: { value: 'BACKUP' } }],
    ['a priority out of range is 100', 'priority 300', { priority: { value: 100 } }],
    ['a flag with an argument is on', 'nopreempt no', { nopreempt: { value: true } }],
    ['preempt takes nopreempt back', 'nopreempt\npreempt', { unicast: false }],
    [
      'two spellings of one address are one',
      'virtual_ipaddress {\nfd00::1\nfd00:0::1\n}',
      { addresses: [{ canonical: 'fd00:0:0:0:0:0:0:1' }] },
    ],
    [
      'the family is that of the first address',
      'virtual_ipaddress {\n10.0.0.1\nfd00::1\n}',
      { addresses: [{ family: 4 }] },
    ],
  ])('%s', (_, lines, expected) => expect(instanceOf(lines).instance).toMatchObject(expected));

  test.each([
    ['a virtual_router_id out of range', 'virtual_router_id 256', 'virtualRouterId'],
    ['an advert_int that is no number', 'advert_int 1s', 'advertInt'],
    ['a nopreempt taken back', 'nopreempt\npreempt', 'nopreempt'],
  ])('%s is not there', (_, lines, field) => expect(instanceOf(lines).instance).not.toHaveProperty(field));

  test('of two instances with one name keepalived keeps the first', () => {
    const node = nodeOf({ '/a': 'vrrp_instance A {\npriority 1\n}\nvrrp_instance A {\npriority 2\n}' }, '/a');
    expect(node.instances.map(({ priority }) => priority?.value)).toEqual([1]);
  });
});

describe('an instance as keepalived completes it', () => {
  const v6 = 'virtual_ipaddress {\nfe80::1\n}';
  const auth = 'authentication {\nauth_type PASS\nauth_pass 1234567890\n}';
  test.each([
    [
      'nothing said',
      '',
      '',
      { state: 'BACKUP', priority: 100, version: 2, advertInt: 1, transport: 'multicast', preempts: true },
    ],
    ['a MASTER without priority announces 255', 'state MASTER', '', { priority: 255 }],
    ['a priority of 255 makes a MASTER', 'priority 255', '', { state: 'MASTER' }],
    ['IPv6 means version 3', v6, '', { family: 6, version: 3 }],
    ['the global version', '', 'global_defs {\nvrrp_version 3\n}', { version: 3 }],
    ['version 2 announces whole seconds', 'advert_int 0.5', '', { advertInt: 1 }],
    ['version 3 announces hundredths', 'version 3\nadvert_int 0.255', '', { advertInt: 0.26 }],
    ['auth_pass counts up to its 8th byte', auth, '', { authentication: { type: 'PASS', pass: '12345678' } }],
    ['strict decides the state by the priority', 'state MASTER\npriority 100\nstrict_mode', '', { state: 'BACKUP' }],
    ['nopreempt', 'nopreempt', '', { preempts: false }],
    ['nopreempt is cleared for a MASTER', 'state MASTER\npriority 100\nnopreempt', '', { preempts: true }],
    ['unicast needs a peer', 'unicast_peer {\n}', '', { transport: 'multicast' }],
    ['unicast', 'unicast_peer {\n192.168.10.12\n}', '', { transport: 'unicast' }],
  ])('%s', (_, lines, before, expected) => expect(effectiveOf(lines, before)).toMatchObject(expected));

  test.each([
    ['version 3', `version 3\n${auth}`, ''],
    ['strict', auth, 'global_defs {\nvrrp_strict\n}'],
    ['a type without a password', 'authentication {\nauth_type PASS\n}', ''],
    ['a password without a type', 'authentication {\nauth_pass 1111\n}', ''],
  ])('%s: no authentication', (_, lines, before) => {
    expect(effectiveOf(lines, before)).not.toHaveProperty('authentication');
  });
});

describe('settings', () => {
  const known = (text: string) =>
    [...walk(nodeOf({ '/a': text }, '/a').settings)].map(({ directive, keyword, meant }) => [
      directive.words[0].text,
      keyword?.name ?? (meant && `? ${meant.name}`),
    ]);
  test('a mistyped block is read as what it was meant to be', () => {
    expect(known('vrrp_instace A {\n priority 1\n nonsense\n}')).toEqual([
      ['vrrp_instace', '? vrrp_instance'],
      ['priority', 'priority'],
      ['nonsense', undefined],
    ]);
  });
  test('a mistyped list is taken for the list, and its entries for no keywords', () => {
    expect(known('vrrp_instance A {\n virtual_ipadress {\n 10.0.0.1\n }\n}')).toEqual([
      ['vrrp_instance', 'vrrp_instance'],
      ['virtual_ipadress', '? virtual_ipaddress'],
    ]);
  });
  test('a keyword is known in its own block only', () => {
    expect(known('priority 1\nglobal_defs {\n router_id a\n}')).toEqual([
      ['priority', undefined],
      ['global_defs', 'global_defs'],
      ['router_id', 'router_id'],
    ]);
  });
});
