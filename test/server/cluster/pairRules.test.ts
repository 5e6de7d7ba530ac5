/** Rules across nodes: what each one says, when it is silent, and that its fixes cure. */
import { describe, expect, test } from 'vitest';
import {
  auth,
  codes,
  config,
  cured,
  found,
  pair,
  pairFindings,
  places,
  preferredOf,
  three,
  underlined,
  unicast,
} from './support.ts';

test('a right pair has no finding', () => {
  expect(codes(pair())).toEqual([]);
  expect(codes(pair({ more: auth('secret') }, { more: auth('secret') }))).toEqual([]);
});

describe('pair-vrid-mismatch', () => {
  test('names both values and what follows', () => {
    const texts = pair({}, { vrid: 61 });
    expect(found(texts).map(({ message }) => message)).toEqual([
      'virtual_router_id is 51, but b has 61: adverts under another ID are ignored without a log line. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
      'virtual_router_id is 61, but a has 51: adverts under another ID are ignored without a log line. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
    ]);
    expect(places(texts)).toEqual(['51', '61']);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain('virtual_router_id 51\n');
  });

  test('among three follows the two that agree', () => {
    const texts = three({ vrid: 61 }, {}, {});
    expect(found(texts)).toHaveLength(3);
    expect(preferredOf(texts)).toEqual(['Use virtual_router_id 51, as b does']);
    expect(found(texts)[0]!.message).toContain('but b and c have 51');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('does not offer an ID that the node uses already', () => {
    const other = config({ name: 'VI_2', vrid: 51, address: '10.0.0.9' });
    const texts = pair({}, { vrid: 61 });
    const crowded = { ...texts, '/ws/b/keepalived.conf': texts['/ws/b/keepalived.conf'] + other };
    expect(preferredOf(crowded)).toEqual([]);
  });

  test('is silent where an ID is missing, or hidden behind a definition that is not there', () => {
    expect(codes(pair({}, { vrid: '$VRID' }))).toEqual([]);
  });

  test('is not cured inside a line that comes from a definition', () => {
    const texts = pair({}, { vrid: '$VRID' });
    const defined = { ...texts, '/ws/b/keepalived.conf': `$VRID=61\n${texts['/ws/b/keepalived.conf']}` };
    expect(codes(defined)).toEqual(['error pair-vrid-mismatch']);
    expect(preferredOf(defined)).toEqual([]);
  });
});

describe('pair-auth-mismatch', () => {
  test('compares the first 8 bytes and shows none of them', () => {
    const texts = pair({ more: auth('secret-one') }, { more: auth('secret-two') });
    expect(codes(texts)).toEqual(['error pair-auth-mismatch']);
    expect(
      JSON.stringify(found(texts).map(({ message, related }) => [message, related?.map((r) => r.message)])),
    ).not.toMatch(/secret/);
    expect(places(texts)).toEqual(['secret-one', 'secret-two']);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain('auth_pass secret-one\n');
  });

  test('one side without: the other is the model, though it is the BACKUP', () => {
    const texts = pair({}, { more: auth('"my pass"') });
    expect(found(texts).map(({ message }) => message.split('. ')[0])).toEqual([
      'There is no authentication here, but b uses it',
      'Adverts are authenticated here, but a has no authentication',
    ]);
    expect(places(texts)[0]).toBe('vrrp_instance VI_1');
    const plain = pair({}, { more: auth('pass') });
    expect(cured(plain)['/ws/a/keepalived.conf']).toContain(
      '    authentication {\n        auth_type PASS\n        auth_pass pass\n    }\n}',
    );
    expect(codes(cured(plain))).toEqual([]);
  });

  test('a block without auth_type is no authentication, and is completed', () => {
    const texts = pair({ more: auth('pass') }, { more: 'authentication {\n        auth_pass pass\n    }' });
    expect(codes(texts)).toEqual(['error pair-auth-mismatch']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('PASS against AH', () => {
    const texts = pair({ more: auth('pass') }, { more: auth('pass', 'AH') });
    expect(found(texts)[1]!.message).toMatch(/^auth_type is AH, but a has PASS\. They do not hear each other\./);
    expect(codes(cured(texts))).toEqual([]);
  });

  test.each([
    ['version 3', 'version 3', ''],
    ['strict on both', '', 'vrrp_strict'],
  ])('is silent with %s, where authentication does not count', (_, more, global) => {
    const texts = pair({ more: `${more}\n${auth('one')}`, global }, { more: `${more}\n${auth('two')}`, global });
    expect(codes(texts)).toEqual([]);
  });

  test('strict on one side only drops its authentication', () => {
    const texts = pair({ more: auth('pass') }, { more: auth('pass'), global: 'vrrp_strict' });
    expect(codes(texts)).toEqual(['error pair-auth-mismatch']);
    expect(found(texts)[1]!.message).toContain(
      'There is no authentication here (strict mode drops it), but a uses it.',
    );
  });

  test('is silent where a password is not known', () => {
    expect(codes(pair({ more: auth('one') }, { more: auth('$PASSWORD') }))).toEqual([]);
  });
});

test('pair-auth-tail: what differs behind the 8th byte', () => {
  const texts = pair({ more: auth('12345678a') }, { more: auth('12345678b') });
  expect(codes(texts)).toEqual(['information pair-auth-tail']);
  expect(codes(cured(texts))).toEqual([]);
});

describe('priorities', () => {
  test('pair-priority-equal lowers the BACKUP', () => {
    const texts = pair({ priority: 100 }, { priority: 100 });
    expect(codes(texts)).toEqual(['warning pair-priority-equal']);
    expect(preferredOf(texts)).toEqual(['Use priority 99, below a']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('pair-priority-equal counts weights that are added while all is well', () => {
    const before = 'vrrp_script chk {\n    script "/bin/true"\n    weight 10\n}\n';
    const tracked = pair(
      { before, priority: 95, more: 'track_script {\n chk weight 5\n }' },
      { before, priority: 90, more: 'track_script {\n chk\n }' },
    );
    expect(codes(tracked)).toEqual(['warning pair-priority-equal']);
    expect(found(tracked)[1]!.message).toContain('priority is 100 (90 and the weights of what it tracks');
    expect(preferredOf(tracked)).toEqual(['Use priority 89, below a']);
    expect(codes(cured(tracked))).toEqual([]);
  });

  test('pair-priority-equal leaves out the weight of what is not defined, which keepalived ignores', () => {
    const texts = pair({ priority: 100 }, { priority: 90, more: 'track_script {\n chk weight 10\n }' });
    expect(codes(texts)).toEqual([]);
  });

  test('pair-priority-equal steps over what a third node has', () => {
    const texts = three({ priority: 100 }, { priority: 100 }, { priority: 99 });
    expect(found(texts)).toHaveLength(2);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('pair-priority-owner', () => {
    const texts = pair({ priority: 255 }, { priority: 255 });
    expect(codes(texts)).toEqual(['error pair-priority-owner']);
    expect(codes(cured(texts))).toEqual([]);
    expect(codes(pair({ priority: 255 }, { priority: 254 }))).toEqual([]);
  });

  test('pair-priority-inverted goes by what is announced', () => {
    const texts = pair({ priority: 100 }, { priority: 150 });
    expect(codes(texts)).toEqual(['warning pair-priority-inverted']);
    expect(found(texts)[1]!.message).toBe(
      'b is to be BACKUP, but its priority 150 is above the 100 of a, the MASTER: ' +
        'only priorities count, so b will take 192.168.10.111 and keep it.',
    );
    expect(codes(cured(texts))).toEqual([]);
  });

  test('pair-priority-inverted knows nopreempt', () => {
    const texts = pair({ priority: 100 }, { priority: 150, more: 'nopreempt' });
    expect(found(texts)[0]!.message).toContain('b does not preempt, but once it holds 192.168.10.111');
  });

  test('two BACKUPs with different priorities are right', () => {
    expect(codes(pair({ state: 'BACKUP', priority: 100 }, { priority: 90 }))).toEqual([]);
  });

  test('are not judged where they are not known', () => {
    expect(codes(pair({ priority: '$P' }, { priority: '$P' }))).toEqual([]);
  });
});

describe('pair-state-masters', () => {
  test('makes the lower priority the BACKUP', () => {
    const texts = pair({}, { state: 'MASTER', priority: 90 });
    expect(codes(texts)).toEqual(['warning pair-state-masters']);
    expect(preferredOf(texts)).toEqual(['Make b the BACKUP']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('strict mode knows no state MASTER but for the owner', () => {
    const global = 'vrrp_strict';
    expect(codes(pair({ global }, { state: 'MASTER', priority: 90, global }))).toEqual([]);
  });
});

describe('pair-advert-mismatch', () => {
  test('an error in version 2, where the default is 1', () => {
    const texts = pair({ more: 'advert_int 2' }, {});
    expect(codes(texts)).toEqual(['error pair-advert-mismatch']);
    expect(found(texts)[1]!.message).toMatch(/^advert_int is 1 s, but a has 2 s: in VRRP version 2 each rejects/);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain('    advert_int 2\n}');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('information in version 3, which adopts it', () => {
    const texts = pair({ more: 'version 3\nadvert_int 0.5' }, { more: 'version 3\nadvert_int 1' });
    expect(codes(texts)).toEqual(['information pair-advert-mismatch']);
  });

  test('compares what keepalived makes of it', () => {
    expect(codes(pair({ more: 'advert_int 1' }, { more: 'advert_int 1.0' }))).toEqual([]);
  });
});

describe('pair-version-mismatch', () => {
  test('says nothing of what only follows from it', () => {
    const texts = pair(
      { more: `advert_int 1\n${auth('pass')}` },
      { more: `version 3\nadvert_int 0.5\n${auth('pass')}` },
    );
    expect(codes(texts)).toEqual(['error pair-version-mismatch']);
    expect(places(texts)).toEqual(['vrrp_instance VI_1', '3']);
  });

  test('IPv6 has one version, whatever is written', () => {
    const address = 'fd00::111';
    expect(codes(pair({ address }, { address, more: 'version 2' }))).toEqual([]);
  });
});

describe('pair-addresses-mismatch', () => {
  const some = { address: '192.168.10.111 192.168.10.112' };

  test('one address more on a node', () => {
    const texts = pair(some, {});
    expect(codes(texts)).toEqual(['error pair-addresses-mismatch']);
    expect(found(texts)[1]!.message).toBe(
      "b lacks 192.168.10.112, which a serves: each rejects the other's adverts. " +
        'Both nodes will become MASTER and hold 192.168.10.111.',
    );
    expect(places(texts)).toEqual(['192.168.10.112', 'virtual_ipaddress']);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain('        192.168.10.111\n        192.168.10.112\n    }');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('one address less on the node that is followed', () => {
    const texts = pair({}, some);
    expect(cured(texts)['/ws/b/keepalived.conf']).not.toContain('112');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('no address in common', () => {
    const texts = pair({}, { address: '192.168.10.113/24' });
    expect(found(texts)[0]!.message).toContain('becomes MASTER and serves its own: no node stands in for another.');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('keepalived 2.3.3 and later accept the adverts', () => {
    expect(codes(pair(some, {}), '2.3.2')).toEqual(['error pair-addresses-mismatch']);
    expect(codes(pair(some, {}), '2.3.3')).toEqual(['warning pair-addresses-mismatch']);
    expect(found(pair(some, {}), '2.3.3')[0]!.message).toContain('keepalived only logs this');
  });

  test('order, prefix length, dev and spelling do not count', () => {
    const texts = pair({ address: '192.168.10.111/24 192.168.10.112' }, { address: '192.168.10.112 192.168.10.111' });
    expect(codes(texts)).toEqual([]);
    expect(codes(pair({ address: 'fd00::0:1/64' }, { address: 'FD00::1' }))).toEqual([]);
  });

  test('is silent where an address is not known', () => {
    expect(codes(pair({ address: '192.168.10.111 $VIP' }, some))).toEqual([]);
  });
});

describe('pair-transport-mismatch', () => {
  test('the BACKUP follows: out with its peers', () => {
    const texts = pair({}, { more: unicast('10.0.0.2', '10.0.0.1') });
    expect(codes(texts)).toEqual(['error pair-transport-mismatch']);
    expect(cured(texts)['/ws/b/keepalived.conf']).not.toContain('unicast');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('the BACKUP follows: in with the peer, whose address is known', () => {
    const texts = pair({ more: unicast('10.0.0.1', '10.0.0.2') }, {});
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain('    unicast_peer {\n        10.0.0.1\n    }\n}');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('a peer whose address is not known cannot be added', () => {
    expect(preferredOf(pair({ more: 'unicast_peer {\n10.0.0.2\n}' }, {}))).toEqual([]);
  });

  test('an empty unicast_peer is multicast', () => {
    expect(codes(pair({ more: 'unicast_peer {\n}' }, {}))).toEqual([]);
  });

  test('unicast on both is right', () => {
    expect(codes(pair({ more: unicast('10.0.0.1', '10.0.0.2') }, { more: unicast('10.0.0.2', '10.0.0.1') }))).toEqual(
      [],
    );
  });
});

test('pair-router-id-same is a hint, once in every file', () => {
  const texts = pair({ global: 'router_id LVS_DEVEL' }, { global: 'router_id LVS_DEVEL' });
  expect(found(texts).map((finding) => `${finding.severity} ${finding.code} ${underlined(finding)}`)).toEqual([
    'hint pair-router-id-same LVS_DEVEL',
    'hint pair-router-id-same LVS_DEVEL',
  ]);
  const { findings, apply } = pairFindings(texts);
  expect(codes(apply(findings[0]!.fixes![0]!))).toEqual([]);
  expect(codes(pair({ global: 'router_id a' }, { global: 'router_id b' }))).toEqual([]);
});

test('fixes keep line ends and tabs', () => {
  const texts = pair({ more: auth('pass') }, {});
  const dos = (text: string): string => text.replaceAll('    ', '\t').replaceAll('\n', '\r\n');
  const windows = { ...texts, '/ws/b/keepalived.conf': dos(texts['/ws/b/keepalived.conf']!) };
  expect(cured(windows)['/ws/b/keepalived.conf']).toContain(
    '\tauthentication {\r\n\t\tauth_type PASS\r\n\t\tauth_pass pass\r\n\t}\r\n}',
  );
  expect(codes(cured(windows))).toEqual([]);
});
