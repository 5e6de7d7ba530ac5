// Interfaces and addresses of a host as it was recorded, and who looks after them.
import { describe, expect, test } from 'vitest';
import { type Change, expectFound, found, type PairChanges, pairWith, swap, withSection } from './pair.ts';

describe('interfaces', () => {
  const unicast = (source: string): PairChanges => ({
    config: (text, node) =>
      text.replace(
        'advert_int 1',
        `advert_int 1\n    unicast_src_ip ${node === 'ngx1' ? source : '192.168.10.12'}\n    unicast_peer {\n        ${node === 'ngx1' ? '192.168.10.12' : source}\n    }`,
      ),
  });

  test('missing', () => {
    const pair = pairWith({ config: (text) => text.replace('interface ens33', 'interface eno1') });
    expectFound(found(pair), [['error interface', 'no interface eno1; there are ens33 and ens34']]);
  });

  test('missing, where it may come later', () => {
    const config: PairChanges['config'] = (text) =>
      text.replace('interface ens33', 'interface eno1').replace('router_id', 'dynamic_interfaces\n    router_id');
    expectFound(found(pairWith({ config })), [['warning interface', 'no interface eno1']]);
  });

  test('one that is only tracked', () => {
    const config: PairChanges['config'] = (text) =>
      text.replace('track_script', 'track_interface {\n        eno2\n    }\n    track_script');
    expectFound(found(pairWith({ config })), [['error interface', 'no interface eno2']]);
  });

  test('down', () => {
    const down = swap('ens33@if6: <BROADCAST,MULTICAST,UP,LOWER_UP>', 'ens33@if6: <NO-CARRIER,BROADCAST,MULTICAST,UP>');
    expectFound(found(pairWith(), down), [['error interface', 'ens33 is down', 'ip link set ens33 up']]);
  });

  test('without an address to send from', () => {
    expectFound(found(pairWith(), swap('2: ens33    inet 192.168.10.11/24', '2: ens33    inet 192.168.10.111/24')), [
      ['error source address', 'ens33 has no IPv4 address of its own', 'VI_1'],
    ]);
  });

  test('without the address that is written', () => {
    expect(found(pairWith(unicast('192.168.10.11')))).toEqual([]);
    expectFound(found(pairWith(unicast('192.168.10.99'))), [
      ['error source address', 'no such address; ens33 has 192.168.10.11', 'unicast_src_ip'],
    ]);
    expectFound(found(pairWith(unicast('192.168.20.11'))), [
      ['warning source address', '192.168.20.11, which is on ens34 and not on its interface ens33'],
    ]);
  });
});

describe('a virtual address', () => {
  const answered = (mac: string): Change =>
    withSection('probe ens33/192.168.10.111', `192.168.10.111 lladdr ${mac} REACHABLE`);
  const held = swap(
    '2: ens33    inet 192.168.10.11/24',
    '2: ens33    inet 192.168.10.111/24 scope global ens33\\\n2: ens33    inet 192.168.10.11/24',
  );

  test('that a stranger answers', () => {
    expectFound(found(pairWith(), answered('02:00:00:00:00:99')), [
      ['error virtual address', '192.168.10.111 is answered by another machine', '02:00:00:00:00:99', 'ens33'],
    ]);
  });

  test('that the other node answers', () => {
    expect(found(pairWith(), answered('02:00:00:00:10:12'))).toEqual([]);
  });

  test('that a stranger answers although a node has it', () => {
    expectFound(
      found(pairWith(), (text) => held(answered('02:00:00:00:00:99')(text))),
      [['error virtual address', 'though ngx1 has it']],
    );
  });

  test('that was left behind', () => {
    expect(found(pairWith(), held)).toEqual([]);
    const stopped = withSection('service keepalived', 'LoadState=loaded\nActiveState=failed\nUnitFileState=enabled');
    expectFound(
      found(pairWith(), (text) => held(stopped(text))),
      [['warning virtual address', 'keepalived does not run', 'ip addr del 192.168.10.111/24 dev ens33']],
    );
  });
});

describe('managers of the network', () => {
  const active = withSection('service systemd-networkd', 'LoadState=loaded\nActiveState=active\nUnitFileState=enabled');
  const link = (text: string): Change =>
    withSection(
      'networkd 2',
      `ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-ens33.network\n${text}`,
    );

  test('systemd-networkd', () => {
    expectFound(
      found(pairWith(), (text) => active(link('')(text))),
      [
        [
          'warning network manager',
          'netplan apply',
          'KeepConfiguration=static',
          '/etc/systemd/network/10-netplan-ens33.network.d/keepalived.conf',
        ],
      ],
    );
    expect(found(pairWith(), (text) => active(link('KeepConfiguration=yes')(text)))).toEqual([]);
    // What it managed when it last ran does not matter.
    expect(found(pairWith(), link(''))).toEqual([]);
    expect(found(pairWith(), (text) => active(withSection('networkd 2', 'ADMIN_STATE=unmanaged')(text)))).toEqual([]);
  });

  test('its routing rules', () => {
    const rules = '    virtual_rules {\n        from 192.168.10.111 table 100 preference 100\n    }\n    track_script';
    const pair = pairWith({ config: (text) => text.replace('    track_script', rules) });
    expectFound(found(pair, active), [['warning network manager', 'ManageForeignRoutingPolicyRules=no']]);
    const settings = withSection('networkd-settings', 'ManageForeignRoutingPolicyRules=no');
    expect(found(pair, (text) => active(settings(text)))).toEqual([]);
  });

  test('NetworkManager', () => {
    const change = withSection('NetworkManager', 'ens33:connected\nens34:unmanaged');
    expectFound(found(pairWith(), change), [['warning network manager', 'NetworkManager manages ens33', 'nmcli']]);
    expect(found(pairWith(), withSection('NetworkManager', 'ens33:connected (externally)'))).toEqual([]);
  });
});

describe('listening on a virtual address', () => {
  const listening = (line: string): PairChanges => ({
    files: { 'site.conf': line },
    node: { files: [{ source: 'site.conf', target: '/etc/nginx/conf.d/site.conf' }] },
  });

  test.each([
    'server { listen 192.168.10.111:80; }',
    'listen 192.168.10.111;',
    '  bind ipv4@192.168.10.111:80,:81\n',
    'Listen 192.168.10.111:80\n',
  ])('%j', (line) => {
    const pair = pairWith(listening(line));
    expectFound(found(pair), [
      ['error nonlocal bind', '192.168.10.111', 'net.ipv4.ip_nonlocal_bind=1', '/etc/nginx/conf.d/site.conf'],
    ]);
    expect(found(pair, withSection('sysctl nonlocal4', '1'))).toEqual([]);
  });

  test.each([
    'listen 80;',
    '# listen 192.168.10.111:80;',
    'bind 192.168.10.111:80 transparent',
    'listen 192.168.10.1:80;',
    'listen 192.168.10.11:80;',
  ])('does not happen: %j', (line) => {
    expect(found(pairWith(listening(line)))).toEqual([]);
  });

  test('of IPv6', () => {
    const pair = pairWith({
      ...listening('listen [fd00:10::111]:80;'),
      config: (text) =>
        text.replace(
          '192.168.10.111/24\n',
          '192.168.10.111/24\n    }\n    virtual_ipaddress_excluded {\n        fd00:10::111/64\n',
        ),
    });
    const wanted = [['error nonlocal bind', 'fd00:10::111', 'net.ipv6.ip_nonlocal_bind=1']];
    expectFound(found(pair, withSection('sysctl nonlocal4', '1')), wanted);
    expect(found(pair, withSection('sysctl nonlocal6', '1'))).toEqual([]);
  });
});
