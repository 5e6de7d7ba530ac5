// Adverts that a firewall would drop, by its rules alone. What the kernel makes of rules is in hosts.test.ts.
import { describe, expect, test } from 'vitest';
import { zoneOf } from '../../../deploy/src/preflight/firewall/firewalld.ts';
import { iptablesRuleset } from '../../../deploy/src/preflight/firewall/iptables.ts';
import { nftRuleset } from '../../../deploy/src/preflight/firewall/nftables.ts';
import { fateOf, type Packet } from '../../../deploy/src/preflight/firewall/packet.ts';
import { found, type PairChanges, pairWith, withSection } from './pair.ts';

const filter = (...lines: string[]): string =>
  ['*filter', ':INPUT ACCEPT [0:0]', ':FORWARD ACCEPT [0:0]', ':OUTPUT ACCEPT [0:0]', ...lines, 'COMMIT'].join('\n');
const iptables = (...lines: string[]): ((text: string) => string) =>
  withSection('iptables iptables-save', filter(...lines));

/** A ruleset of nft with one input chain. */
const nft = (policy: string, ...rules: object[][]): string =>
  JSON.stringify({
    nftables: [
      { chain: { family: 'inet', table: 'filter', name: 'input', type: 'filter', hook: 'input', policy } },
      ...rules.map((expr, handle) => ({ rule: { family: 'inet', table: 'filter', chain: 'input', handle, expr } })),
    ],
  });
const isVrrp = { match: { op: '==', left: { meta: { key: 'l4proto' } }, right: 'vrrp' } };
const ACCEPT = { accept: null };
const DROP = { drop: null };

const unicast: PairChanges = {
  config: (text, node) => {
    const [own, peer] = node === 'ngx1' ? ['192.168.10.11', '192.168.10.12'] : ['192.168.10.12', '192.168.10.11'];
    return text.replace(
      'advert_int 1',
      `advert_int 1\n    unicast_src_ip ${own}\n    unicast_peer {\n        ${peer}\n    }`,
    );
  },
};

describe('iptables', () => {
  test('that drops VRRP, with the rule to add', () => {
    expect(found(pairWith(), iptables('-A INPUT -p vrrp -j DROP'))).toEqual([
      'error firewall: The firewall drops adverts (protocol 112, vrrp, to 224.0.0.18) that come in on ens33 from 192.168.10.12: "-A INPUT -p vrrp -j DROP". To let them through: iptables -I INPUT -i ens33 -p 112 -j ACCEPT (and where it is loaded from at boot).',
    ]);
  });

  test('that lets none of its own adverts out', () => {
    const findings = found(
      pairWith(),
      iptables('-A OUTPUT ! -o lo -m pkttype --pkt-type multicast -j ACCEPT', '-A OUTPUT -o ens33 -j REJECT'),
    );
    expect(findings).toEqual([
      expect.stringMatching(/^warning firewall: .* go out on ens33: .*iptables -I OUTPUT -o ens33 -p 112/),
    ]);
    expect(found(pairWith(), iptables('-A OUTPUT -o ens33 -j REJECT'))).toEqual([
      expect.stringMatching(/^error firewall: /),
    ]);
  });

  test('that lets in only unicast, or only multicast', () => {
    const onlyPeer = (text: string): string =>
      iptables('-A INPUT -s 192.168.10.12/32 -d 192.168.10.11/32 -p vrrp -j ACCEPT', '-A INPUT -p vrrp -j DROP')(text);
    const onlyGroup = (text: string): string =>
      iptables('-A INPUT -d 224.0.0.0/8 -p vrrp -j ACCEPT', '-A INPUT -p vrrp -j DROP')(text);
    expect(found(pairWith(), onlyGroup)).toEqual([]);
    expect(found(pairWith(unicast), onlyPeer)).toEqual([]);
    expect(found(pairWith(), onlyPeer)).toEqual([expect.stringContaining('to 224.0.0.18')]);
    expect(found(pairWith(unicast), onlyGroup)).toEqual([
      expect.stringContaining('to 192.168.10.11) that come in on ens33 from 192.168.10.12'),
    ]);
  });

  test('that may drop it, as far as one can tell', () => {
    expect(found(pairWith(), iptables('-A INPUT -m recent --rcheck --name bad -j DROP'))).toEqual([
      expect.stringMatching(/^warning firewall: The firewall may drop .*--name bad/),
    ]);
  });

  test('in a table of its own', () => {
    const raw = '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p vrrp -j DROP\nCOMMIT';
    expect(found(pairWith(), withSection('iptables iptables-save', raw))).toEqual([
      expect.stringContaining('iptables -t raw -I PREROUTING -i ens33 -p 112 -j ACCEPT'),
    ]);
  });

  test('with a chain that one does not come back from', () => {
    const rules = [':own - [0:0]', '-A INPUT -g own', '-A INPUT -j DROP', '-A own -p tcp -j ACCEPT'];
    expect(found(pairWith(), iptables(...rules))).toEqual([]);
  });

  test('of IPv6 says nothing of IPv4', () => {
    expect(found(pairWith(), withSection('iptables ip6tables-save', filter('-A INPUT -j DROP')))).toEqual([]);
  });

  test('behind ufw', () => {
    const ufw = filter(
      ':ufw-before-input - [0:0]',
      '-A INPUT -j ufw-before-input',
      '-A ufw-before-input -i lo -j ACCEPT',
    ).replace(':INPUT ACCEPT', ':INPUT DROP');
    expect(found(pairWith(), withSection('iptables iptables-save', ufw))).toEqual([
      expect.stringMatching(
        /the policy of chain INPUT\. .*\/etc\/ufw\/before\.rules.*ufw reload: -A ufw-before-input -p 112 -j ACCEPT$/,
      ),
    ]);
  });

  test('in auth_type AH', () => {
    const config: PairChanges['config'] = (text) =>
      text.replace(
        'advert_int 1',
        'advert_int 1\n    authentication {\n        auth_type AH\n        auth_pass secret\n    }',
      );
    const findings = found(pairWith({ config }), iptables('-A INPUT -p vrrp -j ACCEPT', '-A INPUT -j DROP'));
    expect(findings).toContainEqual(expect.stringContaining('protocol 51, ah'));
  });
});

describe('nftables', () => {
  const section = (text: string): ((text: string) => string) => withSection('nft', text);

  test('that drops VRRP, with the rule to add', () => {
    expect(found(pairWith(), section(nft('accept', [isVrrp, DROP])))).toEqual([
      `error firewall: The firewall drops adverts (protocol 112, vrrp, to 224.0.0.18) that come in on ens33 from 192.168.10.12: a rule (handle 0) of chain inet filter input. To let them through: nft 'insert rule inet filter input iifname "ens33" meta l4proto 112 accept' (and in /etc/nftables.conf, or wherever it is loaded from at boot).`,
    ]);
    expect(found(pairWith(), section(nft('drop', [isVrrp, ACCEPT])))).toEqual([]);
  });

  test('that may drop it, as far as one can tell', () => {
    const limited = nft('drop', [isVrrp, { limit: { rate: 5, per: 'second' } }, ACCEPT]);
    expect(found(pairWith(), section(limited))).toEqual([
      expect.stringMatching(/^warning firewall: .*may drop.*policy of chain inet filter input/),
    ]);
  });

  test('whose table iptables knows nothing of', () => {
    const note = withSection('iptables iptables-save', "# Table `filter' is incompatible, use 'nft' tool.");
    const text = nft('accept', [isVrrp, DROP]).replaceAll('"inet"', '"ip"');
    expect(found(pairWith(), (facts) => note(section(text)(facts)))).toEqual([
      expect.stringContaining("nft 'insert rule ip filter input"),
    ]);
  });

  test('whose sets are too large to be told', () => {
    const blocked = { match: { op: '==', left: { payload: { protocol: 'ip', field: 'saddr' } }, right: '@blocked' } };
    const set = { set: { family: 'inet', table: 'filter', name: 'blocked' } };
    const text = nft('accept', [blocked, DROP]).replace('[', `[${JSON.stringify(set)},`);
    // One without elements is empty.
    expect(found(pairWith(), section(text))).toEqual([]);
    const large = (facts: string): string => section(text)(facts).replace('@@ nft\n', '@@ nft-without-elements\n');
    expect(found(pairWith(), large)).toEqual([expect.stringMatching(/^warning firewall: .*may drop/)]);
  });

  test('behind iptables is read once, in the words of iptables', () => {
    const both = (text: string): string =>
      iptables('-A INPUT -p vrrp -j DROP')(section(nft('accept', [isVrrp, DROP]).replaceAll('"inet"', '"ip"'))(text));
    expect(found(pairWith(), both)).toEqual([expect.stringContaining('iptables -I INPUT')]);
  });

  test('that cannot be read', () => {
    expect(found(pairWith(), withSection('nft-text', 'table inet filter {\n}'))).toEqual([
      expect.stringMatching(/^warning firewall: .*nft list ruleset/),
    ]);
    expect(found(pairWith(), section('not JSON'))).toEqual([expect.stringMatching(/^warning firewall: /)]);
    expect(found(pairWith(), section('{"nftables": []}'))).toEqual([]);
  });
});

describe('firewalld', () => {
  const own = (change?: (text: string) => string): string[] =>
    found(pairWith(), change, 'rocky').filter((text) => / firewall: /.test(text));

  test('drops VRRP unless its zone has the protocol', () => {
    expect(own()).toEqual([
      expect.stringMatching(
        /^error firewall: .*firewall-cmd --permanent --zone=public --add-protocol=vrrp && firewall-cmd --reload\.$/,
      ),
    ]);
    // `firewall-cmd --add-protocol=vrrp` adds this rule.
    const added =
      '{"rule": {"family": "inet", "table": "firewalld", "chain": "filter_IN_public_allow", "expr": [{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": "vrrp"}}, {"accept": null}]}}';
    const first = '{"rule": {"family": "inet", "table": "firewalld", "chain": "filter_IN_public_allow"';
    expect(own((text) => text.replace(first, `${added}, ${first}`))).toEqual([]);
  });

  test('is asked itself where its rules cannot be read', () => {
    const blind = withSection('nft', '');
    expect(own(blind)).toEqual([expect.stringContaining('its zone public does not let them in')]);
    expect(own((text) => blind(text).replace(/(public \(active\)[\s\S]*?protocols: )/, '$1vrrp'))).toEqual([]);
  });

  test('zones', () => {
    const zones = (body: string): string =>
      `drop\n  target: DROP\n  interfaces: \n\npublic (default, active)\n  target: default\n  interfaces: eth1 eth0\n  protocols: \n${body}\n\ntrusted\n  target: ACCEPT\n  interfaces: eth2`;
    expect(zoneOf(zones(''), 'eth0')).toEqual({ name: 'public', accepts: false });
    expect(zoneOf(zones('  rich rules: \n\trule protocol value="vrrp" accept'), 'eth0')).toEqual({
      name: 'public',
      accepts: true,
    });
    expect(zoneOf(zones(''), 'eth2')).toEqual({ name: 'trusted', accepts: true });
    expect(zoneOf(zones(''), 'eth9')).toEqual({ name: 'public', accepts: false });
    expect(zoneOf('', 'eth0')).toBeUndefined();
  });
});

describe('rules that nobody would write', () => {
  const packet: Packet = {
    direction: 'in',
    device: 'ens33',
    family: 4,
    protocol: 112,
    source: '192.168.10.12',
    destination: '224.0.0.18',
    multicast: true,
  };

  test('chains that go round in a circle come to an end', () => {
    const circle = filter(':a - [0:0]', ':b - [0:0]', '-A INPUT -j a', '-A a -j b', '-A b -j a', '-A INPUT -j DROP');
    expect(fateOf(iptablesRuleset(circle, packet)).kind).toBe('dropped');
  });

  test('many chains that call each other twice take no time', () => {
    const names = Array.from({ length: 60 }, (_, i) => `c${i}`);
    const lines = names.flatMap((name, i) => [
      `:${name} - [0:0]`,
      ...(i > 0 ? [`-A ${name} -j c${i - 1}`, `-A ${name} -j c${i - 1}`] : []),
    ]);
    expect(fateOf(iptablesRuleset(filter(...lines, '-A INPUT -j c59'), packet)).kind).toBe('passes');
  });

  test.each([
    '',
    '{}',
    '[]',
    'null',
    '{"nftables":[{"rule":null},{"chain":5},{"rule":{"expr":[{"match":7},{"vmap":{"data":1}},{"jump":0}]}}]}',
  ])('%j', (text) => {
    const ruleset = nftRuleset(text, packet, { counts: () => true, lacksElements: false });
    expect(ruleset ? fateOf(ruleset).kind : 'passes').toBe('passes');
  });
});
