/** Addresses that a healthy node leaves without an owner: what is found, and that the election agrees. */
import { describe, expect, test } from 'vitest';
import type { Texts } from '../../support/memory.ts';
import { nodesOf, owners } from './electionSupport.ts';
import { backup, clustersOf, config, exampleTexts, pairFindings, underlined } from './support.ts';

const found = (texts: Texts) => pairFindings(texts).findings.filter(({ code }) => code === 'pair-no-takeover');
const messages = (texts: Texts): string[] => [...new Set(found(texts).map(({ message }) => message))];

const second = { name: 'VI_2', vrid: 52, address: '192.168.10.112' };
const excluded = (...addresses: string[]): { more: string } => ({
  more: `virtual_ipaddress_excluded {\n        ${addresses.join('\n        ')}\n    }`,
});
const unicast = (source: string, peer: string): { more: string } => ({
  more: `unicast_src_ip ${source}\n    unicast_peer {\n        ${peer}\n    }`,
});
const sync = 'vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n}\n';

describe('an instance that is missing on the peer', () => {
  const without = (node: string, instance: string): Texts => {
    const texts = exampleTexts('master-master');
    const file = `/ws/${node}/keepalived.conf`;
    return {
      ...texts,
      [file]: texts[file]!.replace(new RegExp(`vrrp_instance ${instance} \\{[\\s\\S]*?\\n\\}\\n`), ''),
    };
  };

  test('is found in both files', () => {
    const texts = without('ngx2', 'VI_1');
    expect(found(texts).map((finding) => `${finding.severity} ${finding.place.file} ${underlined(finding)}`)).toEqual([
      'warning /ws/ngx1/keepalived.conf vrrp_instance VI_1',
      'warning /ws/ngx2/keepalived.conf vrrp_instance VI_2',
    ]);
    expect(messages(texts)).toEqual([
      'ngx2 stands by for ngx1 elsewhere, but has no instance for 192.168.10.111: when ngx1 is down, nobody holds it.',
    ]);
    expect(found(texts).map(({ related }) => related!.map(({ message }) => message))).toEqual([
      ['ngx2 does not serve it'],
      ['ngx1 serves 192.168.10.111'],
    ]);
    expect(owners(texts, 'down:ngx1')[0]).toBe('192.168.10.111: nobody');
  });

  test('whichever node has it', () => {
    const texts = without('ngx1', 'VI_1');
    expect(messages(texts)).toEqual([expect.stringContaining('when ngx2 is down, nobody holds it.')]);
    expect(owners(texts, 'down:ngx2')[1]).toBe('192.168.10.111: nobody');
  });

  test('and tied to a shared one in a sync group, has no owner at all', () => {
    const texts = nodesOf(config(), backup() + backup(second) + sync);
    expect(messages(texts)).toEqual([
      'a stands by for b elsewhere, but has no instance for 192.168.10.112: even while all nodes are up, nobody holds it ' +
        '(b waits for the other instances of its sync group).',
    ]);
    expect(owners(texts)).toEqual(['192.168.10.111: a', '192.168.10.112: nobody']);
  });

  test('names all nodes that could take over', () => {
    const third = { name: 'VI_3', vrid: 53, address: '192.168.10.113' };
    const c = backup({ priority: 80 }) + backup({ ...third, priority: 80 });
    const texts = nodesOf(config() + config(second) + config(third), backup() + backup(third), c);
    expect(messages(texts)).toEqual([
      'b and c stand by for a elsewhere, but have no instance for 192.168.10.112: when a is down, nobody holds it.',
    ]);
    expect(found(texts)).toHaveLength(3);
  });

  test('whose unicast peers are those of the others', () => {
    const toB = unicast('10.0.0.1', '10.0.0.2');
    const texts = nodesOf(config(toB) + config({ ...second, ...toB }), backup(unicast('10.0.0.2', '10.0.0.1')));
    expect(messages(texts)).toHaveLength(1);
  });
});

describe('is silent', () => {
  const fourth = { name: 'VI_4', vrid: 54, address: '192.168.10.114' };
  const third = { name: 'VI_3', vrid: 53, address: '192.168.10.113' };
  test.each<[string, Texts]>([
    ['where every virtual router is shared', exampleTexts('master-master')],
    [
      'where each node has one of its own',
      nodesOf(config() + config(fourth) + config(second), backup() + backup(fourth) + backup(third)),
    ],
    ['where a node has more alone than with others', nodesOf(config() + config(second) + config(third), backup())],
    [
      'where others share a virtual router that its node has no part in',
      nodesOf(config() + config(second), backup() + config(third), backup({ priority: 80 }) + backup(third)),
    ],
    [
      'where the peers are others',
      nodesOf(
        config(unicast('10.0.0.1', '10.0.0.2')) + config({ ...second, ...unicast('10.9.0.1', '10.9.0.3') }),
        backup(unicast('10.0.0.2', '10.0.0.1')),
      ),
    ],
    [
      'where the peer serves the address beside its own',
      nodesOf(config() + config({ ...second, vrid: 53 }), backup(excluded('192.168.10.112'))),
    ],
    ['where the peer does not even start', nodesOf(config() + config(second), backup().replace('interface eth0', ''))],
    [
      'where the node itself does not start',
      nodesOf(config() + config(second).replace('interface eth0', ''), backup()),
    ],
    [
      'where only the lists of virtual_ipaddress differ',
      nodesOf(config({ address: '192.168.10.111 192.168.10.112' }), backup()),
    ],
    [
      'for what both exclude, whatever the spelling',
      nodesOf(config(excluded('fd00::1')), backup(excluded('FD00:0::1'))),
    ],
  ])('%s', (_, texts) => {
    expect(clustersOf(texts)).toHaveLength(1);
    expect(messages(texts)).toEqual([]);
  });
});

describe('an excluded address that one node alone has', () => {
  test('goes down with it, and is added to the other', () => {
    const texts = nodesOf(config(excluded('10.0.0.9/24', '10.0.0.8')), backup(excluded('10.0.0.8')));
    expect(messages(texts)).toEqual([
      'b does not serve 10.0.0.9, which virtual_ipaddress_excluded of a has: when a is down, nobody holds it.',
    ]);
    expect(found(texts).map(underlined)).toEqual(['10.0.0.9/24', 'virtual_ipaddress_excluded']);
    expect(owners(texts, 'down:a')).toContain('10.0.0.9: nobody');
    const { findings, apply } = pairFindings(texts);
    const fixes = findings.flatMap(({ fixes = [] }) => fixes);
    expect(fixes.map(({ title, preferred }) => [title, preferred])).toEqual([
      ['Serve 10.0.0.9 on b too', undefined],
      ['Serve 10.0.0.9 on b too', true],
    ]);
    const cured = apply(fixes[0]!);
    expect(cured['/ws/b/keepalived.conf']).toContain('        10.0.0.8\n        10.0.0.9/24\n    }');
    expect(pairFindings(cured).findings).toEqual([]);
    expect(owners(cured, 'down:a')).toContain('10.0.0.9: b 2.6-3.7');
  });

  test('among several', () => {
    const texts = nodesOf(`$LAST=10.0.0.8\n${config(excluded('10.0.0.9', '$LAST'))}`, backup());
    expect(messages(texts)).toEqual([
      'b does not serve 10.0.0.9 and 10.0.0.8, which virtual_ipaddress_excluded of a has: when a is down, nobody holds them.',
    ]);
    // What a definition stands for may be another address there.
    expect(found(texts).flatMap(({ fixes = [] }) => fixes)).toEqual([]);
  });

  test('of the BACKUP has no owner while all is well', () => {
    const texts = nodesOf(config(), backup(excluded('10.0.0.9')));
    expect(messages(texts)).toEqual([
      'a does not serve 10.0.0.9, which virtual_ipaddress_excluded of b has: even while all nodes are up, nobody holds it ' +
        '(b is BACKUP behind a, which serves other addresses).',
    ]);
    const { findings, apply } = pairFindings(texts);
    const cured = apply(findings.flatMap(({ fixes = [] }) => fixes)[0]!);
    expect(cured['/ws/a/keepalived.conf']).toContain('    virtual_ipaddress_excluded {\n        10.0.0.9\n    }\n}');
    expect(owners(cured)).toContain('10.0.0.9: a');
  });
});
