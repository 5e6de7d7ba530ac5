/** Who owns an address after what happened. The times follow from keepalived's timers (see timing.ts). */
import { describe, expect, test } from 'vitest';
import { nodesOf, owners, play, reasons } from './electionSupport.ts';
import { backup, config, exampleTexts } from './support.ts';

const pair = nodesOf(config(), backup());
const script = (name: string, more = ''): string =>
  `vrrp_script ${name} {\n    script "/bin/true"\n    ${more.split('; ').join('\n    ')}\n}\n`;
const tracks = (name: string): string => `track_script {\n        ${name}\n    }`;
const unicast = (source: string, ...peers: string[]): string =>
  `unicast_src_ip ${source}\n    unicast_peer {\n        ${peers.join('\n        ')}\n    }`;

describe('a pair', () => {
  test('the higher priority is MASTER, whatever the state says', () => {
    expect(owners(pair)).toEqual(['192.168.10.111: a']);
    expect(owners(nodesOf(config({ priority: 90 }), backup({ priority: 100 })))).toEqual(['192.168.10.111: b']);
  });

  test('a power cut costs the dead timer, a stop only the skew, and the owner preempts', () => {
    expect(owners(pair, 'down:a')).toEqual(['192.168.10.111: b 2.6-3.7']);
    expect(owners(pair, 'stop:a')).toEqual(['192.168.10.111: b 0.6-0.7']);
    expect(owners(pair, 'down:a,up:a')).toEqual(['192.168.10.111: a 3.6-4.1']);
    expect(play(pair, 'stop:a')[0]!.timing).toBe('a skew of 0.65 s after the goodbye (priority 0)');
    expect(owners(pair, 'down:b')).toEqual(['192.168.10.111: a']);
    expect(play(pair, 'down:b')[0]!.timing).toBeNull();
    expect(owners(pair, 'down:a,down:b')).toEqual(['192.168.10.111: nobody']);
    expect(owners(pair, 'down:a,down:b,up:b')).toEqual(['192.168.10.111: b 3.6-4.2']);
  });

  test('a keepalived that is killed leaves its addresses behind until it starts again', () => {
    expect(owners(pair, 'crash:a')).toEqual(['192.168.10.111: a+b 2.6-3.7']);
    expect(owners(pair, 'crash:a,up:a')).toEqual(['192.168.10.111: a 3.6-4.1']);
    expect(owners(pair, 'crash:b')).toEqual(['192.168.10.111: a']);
    expect(owners(pair, 'crash:a,down:a')).toEqual(['192.168.10.111: b 2.6-3.7'.replace(/ [\d.-]+$/, ' 0.0-0.0')]);
  });

  test('a partition makes two masters until it is healed', () => {
    expect(owners(pair, 'partition:a|b')).toEqual(['192.168.10.111: a+b 2.6-3.7']);
    expect(owners(pair, 'partition:a|b,up:a|b')).toEqual(['192.168.10.111: a 0.0-1.0']);
  });

  test('an interface that is down is FAULT, unless it is not tracked', () => {
    expect(owners(pair, 'interface:eth0@a')).toEqual(['192.168.10.111: b 2.6-3.7']);
    expect(owners(pair, 'interface:eth0@a,up:interface:eth0@a')).toEqual(['192.168.10.111: a 3.6-3.6']);
    const untracked = nodesOf(config({ more: 'dont_track_primary' }), backup());
    expect(owners(untracked, 'interface:eth0@a')).toEqual(['192.168.10.111: a+b 2.6-3.7']);
  });

  test('the excluded addresses go with the others', () => {
    const more = 'virtual_ipaddress_excluded {\n        10.0.0.9\n    }';
    expect(owners(nodesOf(config({ more }), backup({ more })), 'down:a')).toEqual([
      '192.168.10.111: b 2.6-3.7',
      '10.0.0.9: b 2.6-3.7',
    ]);
  });

  test('what one node alone serves is gone with it', () => {
    const texts = exampleTexts('master-master');
    const file = '/ws/ngx2/keepalived.conf';
    const alone = { ...texts, [file]: texts[file]!.replace(/vrrp_instance VI_1 \{[\s\S]*?\n\}\n/, '') };
    expect(owners(alone, 'down:ngx1')[0]).toBe('192.168.10.111: nobody');
    expect(reasons(alone, 'down:ngx1')[0]).toBe('nobody: ngx1 is down');
    expect(reasons(alone)[0]).toBe('ngx1 alone serves it');
  });

  test('a node whose keepalived refuses to start owns nothing', () => {
    const twice = config() + config({ name: 'VI_2', address: '10.0.0.9' });
    expect(owners(nodesOf(twice, backup()))).toEqual(['192.168.10.111: b', '10.0.0.9: nobody']);
    expect(reasons(nodesOf(twice, backup()))[1]).toBe('nobody: keepalived refuses to start on a');
  });
});

describe('timers', () => {
  test('follow advert_int, down_timer_adverts and the version', () => {
    const slow = (more: string) => nodesOf(config({ more }), backup({ more }));
    expect(owners(slow('advert_int 3'), 'down:a')).toEqual(['192.168.10.111: b 6.6-9.7']);
    expect(owners(slow('down_timer_adverts 5'), 'down:a')).toEqual(['192.168.10.111: b 4.6-5.7']);
    // Version 3: 3 x 0.1 s and 166/256 of 0.1 s; in version 2 the interval would be a whole second.
    const [fast] = play(slow('version 3\n    advert_int 0.1'), 'down:a');
    expect(fast!.seconds![0]).toBeCloseTo(0.2 + (166 / 256) * 0.1, 5);
    expect(owners(slow('advert_int 0.1'), 'down:a')).toEqual(['192.168.10.111: b 2.6-3.7']);
  });

  test('in version 3 the backup follows the interval of the MASTER', () => {
    const texts = nodesOf(
      config({ more: 'version 3\n    advert_int 2' }),
      backup({ more: 'version 3\n    advert_int 0.5' }),
    );
    const [outcome] = play(texts, 'down:a');
    expect(outcome!.seconds![0]).toBeCloseTo(4 + (166 / 256) * 2, 5);
  });

  test('a script is noticed after fall runs, and the peer waits for its whole timer then', () => {
    const check = script('chk', 'interval 2; timeout 1; fall 2; rise 3; weight -20');
    const texts = nodesOf(check + config({ more: tracks('chk') }), backup());
    expect(owners(texts, 'script:chk@a')).toEqual(['192.168.10.111: b 4.6-8.7']);
    expect(play(texts, 'script:chk@a')[0]!.timing).toBe(
      'script chk fails 2 times in a row (every 2 s, at most 1 s each), ' +
        'then 3 adverts of 1 s without any, and a skew of 0.65 s',
    );
    // rise runs, and then the whole timer of a.
    expect(owners(texts, 'script:chk@a,up:script:chk@a')).toEqual(['192.168.10.111: a 6.6-10.6']);
  });
});

describe('what is tracked', () => {
  const tracking = (weight: string, more: Parameters<typeof config>[0] = {}) =>
    nodesOf(script('chk', weight) + config({ ...more, more: tracks('chk') }), backup());

  test('a weight moves the address where it is larger than the gap', () => {
    expect(owners(tracking('weight -11'), 'script:chk@a')[0]).toMatch(/: b /);
    expect(owners(tracking('weight -10'), 'script:chk@a')).toEqual(['192.168.10.111: a']);
    expect(reasons(tracking('weight -10'), 'script:chk@a')[0]).toMatch(
      /^a is MASTER: priority 90 \(100 - 10: chk fails\) on b too/,
    );
    expect(reasons(tracking('weight -9'), 'script:chk@a')).toEqual([
      'a is MASTER: priority 91 (100 - 9: chk fails) against 90 on b',
    ]);
  });

  test('a positive weight is lost with the failure', () => {
    const bonus = tracking('weight 20', { priority: 80 });
    expect(owners(bonus)).toEqual(['192.168.10.111: a']);
    expect(owners(bonus, 'script:chk@a')[0]).toMatch(/: b /);
  });

  test('without a weight it is FAULT, with a goodbye; on both nobody is left', () => {
    const both = nodesOf(
      script('chk', 'timeout 1') + config({ more: tracks('chk') }),
      script('chk', 'timeout 1') + backup({ more: tracks('chk') }),
    );
    expect(owners(both, 'script:chk@a')).toEqual(['192.168.10.111: b 0.6-2.7']);
    expect(owners(both, 'script:chk@a,script:chk@b')).toEqual(['192.168.10.111: nobody']);
    expect(reasons(both, 'script:chk@a,script:chk@b')).toEqual([
      'nobody: a is in FAULT (script chk fails) and b is in FAULT (script chk fails)',
    ]);
  });

  test('priorities stay between 1 and 254, and an owner has no weights', () => {
    const strong = nodesOf(
      script('chk', 'weight 200') + config({ more: tracks('chk') }),
      script('chk', 'weight 200') + backup({ more: tracks('chk') }),
    );
    // Both have 254: the first one stays, and the failure counts from the sum, not from 254.
    expect(reasons(strong)[0]).toMatch(/priority 254 \(100 \+ 200: chk succeeds\) on b too/);
    expect(owners(strong, 'script:chk@a')[0]).toMatch(/: b /);
    expect(owners(tracking('weight -200', { priority: 255 }), 'script:chk@a')).toEqual(['192.168.10.111: a']);
  });

  test('reverse turns success and failure round', () => {
    const fault = nodesOf(script('chk', 'weight 0 reverse') + config({ more: tracks('chk') }), backup());
    expect(owners(fault)).toEqual(['192.168.10.111: b']);
    expect(owners(fault, 'script:chk@a')[0]).toMatch(/: a /);
    const bonus = tracking('weight 20 reverse');
    expect(owners(bonus)).toEqual(['192.168.10.111: b']);
    expect(owners(bonus, 'script:chk@a')[0]).toMatch(/: a /);
  });

  test('what is undefined, untracked, disabled or without a user does nothing', () => {
    const undefinedName = nodesOf(config({ more: tracks('chk') }), backup());
    expect(owners(undefinedName, 'script:chk@a')).toEqual(['192.168.10.111: a']);
    expect(owners(nodesOf(script('chk') + config(), backup()), 'script:chk@a')).toEqual(['192.168.10.111: a']);
    expect(owners(tracking('weight -50'), 'disabled:chk@a,script:chk@a')).toEqual(['192.168.10.111: a']);
    const secure = tracking('weight -50', { global: 'enable_script_security' });
    expect(owners(secure, 'script:chk@a')).toEqual(['192.168.10.111: a']);
    const named = tracking('user root; weight -50', { global: 'enable_script_security' });
    expect(owners(named, 'script:chk@a')[0]).toMatch(/: b /);
  });
});

describe('preemption', () => {
  const standby = (more: string) => nodesOf(backup({ priority: 100, more }), backup({ more }));

  test('nopreempt leaves the address where it is', () => {
    expect(owners(standby('nopreempt'), 'down:a,up:a')).toEqual(['192.168.10.111: b']);
    expect(reasons(standby('nopreempt'), 'down:a,up:a')).toEqual([
      'b is MASTER: a has the higher priority (100 against 90), but nopreempt',
    ]);
    expect(owners(standby('nopreempt'), 'down:a,up:a,down:b,up:b')).toEqual(['192.168.10.111: a']);
    // It is cleared where the state is MASTER.
    const master = nodesOf(config({ more: 'nopreempt' }), backup({ more: 'nopreempt' }));
    expect(owners(master, 'down:a,up:a')[0]).toMatch(/: a /);
  });

  test('nopreempt keeps a weight from moving the address', () => {
    const texts = nodesOf(script('chk', 'weight -50') + config({ more: tracks('chk') }), backup({ more: 'nopreempt' }));
    expect(owners(texts, 'script:chk@a')).toEqual(['192.168.10.111: a']);
  });

  test('preempt_delay is waited for, and then the dead timer', () => {
    // The delay begins with the first advert; the last one that still counts comes an interval before its end, or at it.
    expect(owners(standby('preempt_delay 60'), 'down:a,up:a')).toEqual(['192.168.10.111: a 62.6-65.1']);
    expect(owners(standby('preempt_delay 60'), 'down:a,up:a,down:b')).toEqual(['192.168.10.111: a']);
  });

  test('of equals the first stays, and after a split the higher address wins', () => {
    const equal = nodesOf(
      backup({ priority: 100, more: 'mcast_src_ip 10.0.0.2' }),
      backup({ priority: 100, more: 'mcast_src_ip 10.0.0.1' }),
    );
    expect(owners(equal)).toEqual(['192.168.10.111: a']);
    expect(owners(equal, 'down:a,up:a')).toEqual(['192.168.10.111: b']);
    expect(owners(equal, 'down:a,up:a,partition:a|b,up:a|b')[0]).toMatch(/: a /);
  });

  test('the addresses of equals may come from the hosts of keepalived-ha.json', () => {
    const clusterFile = (a: string, b: string): string =>
      JSON.stringify({
        nodes: {
          a: { config: 'a/keepalived.conf', host: `root@${a}` },
          b: { config: 'b/keepalived.conf', host: b },
        },
      });
    const equal = nodesOf(backup({ priority: 100 }), backup({ priority: 100 }));
    const healed = (a: string, b: string) =>
      owners({ ...equal, '/ws/keepalived-ha.json': clusterFile(a, b) }, 'partition:a|b,up:a|b')[0];
    expect(healed('10.0.0.9', '10.0.0.10')).toMatch(/: b/);
    expect(healed('10.0.0.10', '10.0.0.9')).toMatch(/: a/);
    expect(healed('web1', 'web2')).toMatch(/: b/);
  });

  test('timers of equals that end together leave the address to the higher one', () => {
    const three = nodesOf(config(), ...['a', 'b'].map(() => backup({ priority: 90 })));
    const named = nodesOf(
      config(),
      backup({ priority: 90, more: 'mcast_src_ip 10.0.0.3' }),
      backup({ priority: 90, more: 'mcast_src_ip 10.0.0.2' }),
    );
    expect(owners(three, 'down:a')[0]).toMatch(/: c /);
    expect(owners(named, 'down:a')[0]).toMatch(/: b /);
  });

  test('an address owner waits for nobody when it starts, but does after FAULT', () => {
    const texts = nodesOf(config({ priority: 255 }), backup());
    expect(owners(texts, 'down:a,up:a')).toEqual(['192.168.10.111: a 0.0-0.5']);
    expect(owners(texts, 'interface:eth0@a,up:interface:eth0@a')).toEqual(['192.168.10.111: a 3.0-3.0']);
  });

  test('of two address owners one gives way', () => {
    const two = nodesOf(
      config({ priority: 255, more: 'mcast_src_ip 10.0.0.2' }),
      config({ priority: 255, more: 'mcast_src_ip 10.0.0.1' }),
    );
    // Who hears the other first, that is, who was MASTER already; from 2.3.3 on the lower address.
    expect(owners(two, '', '2.3.2')).toEqual(['192.168.10.111: b']);
    expect(owners(two, '', '2.3.3')).toEqual(['192.168.10.111: a']);
    expect(owners(two, 'down:a', '2.3.3')).toEqual(['192.168.10.111: b 2.0-3.0']);
  });
});

describe('three nodes', () => {
  const three = nodesOf(config(), backup(), backup({ priority: 80 }));

  test('take over by rank', () => {
    expect(owners(three, 'down:a')[0]).toMatch(/: b /);
    expect(owners(three, 'down:a,down:b')[0]).toMatch(/: c /);
    expect(owners(three, 'down:a,down:b,up:a')[0]).toMatch(/: a /);
  });

  test('on both sides of a partition', () => {
    expect(owners(three, 'partition:a|b+c')).toEqual(['192.168.10.111: a+b 2.6-3.7']);
    expect(owners(three, 'partition:a+b|c')).toEqual(['192.168.10.111: a+c 2.7-3.7']);
    expect(owners(three, 'partition:a|b|c')).toEqual(['192.168.10.111: a+b+c 2.7-3.7']);
    // c hears both: it stays BACKUP.
    expect(owners(three, 'partition:a|b')).toEqual(['192.168.10.111: a+b 2.6-3.7']);
  });
});

describe('adverts that do not arrive or do not count make two masters', () => {
  const auth = (pass: string, type = 'PASS') =>
    `authentication {\n        auth_type ${type}\n        auth_pass ${pass}\n    }`;
  const V6 = '2001:db8::111';

  test.each([
    ['virtual_router_id', {}, { vrid: 61 }, 'virtual_router_id 51 against 61'],
    ['auth_pass', { more: auth('a1') }, { more: auth('a2') }, 'auth_pass differs'],
    ['authentication on one side', { more: auth('a1') }, {}, 'auth_type PASS against none'],
    ['PASS against AH', { more: auth('a1') }, { more: auth('a1', 'AH') }, 'auth_type PASS against AH'],
    [
      'strict on one side',
      { more: auth('a1') },
      { more: `${auth('a1')}\n    strict_mode` },
      'auth_type PASS against none',
    ],
    ['advert_int', {}, { more: 'advert_int 2' }, 'advert_int 1 s against 2 s'],
    ['version', {}, { more: 'version 3' }, 'VRRP version 2 against 3'],
    ['addresses', {}, { address: '192.168.10.111 10.0.0.9' }, 'the lists of virtual_ipaddress differ'],
    ['unicast', {}, { more: unicast('10.0.0.2', '10.0.0.1') }, 'multicast against unicast'],
    ['multicast group', {}, { more: 'mcast_dst_ip 224.0.0.19' }, 'multicast group 224.0.0.18 against 224.0.0.19'],
  ])('%s', (_, first, second, why) => {
    const texts = nodesOf(config(first), backup(second));
    expect(owners(texts)[0]).toBe('192.168.10.111: a+b');
    expect(reasons(texts)[0]).toContain(why);
    expect(play(texts)[0]!.places.map(({ file }) => file)).toEqual(['/ws/a/keepalived.conf', '/ws/b/keepalived.conf']);
  });

  test.each([
    ['auth_pass behind the 8th byte', { more: auth('12345678a') }, { more: auth('12345678b') }],
    ['the order and prefix of addresses', { address: '10.0.0.1/24 10.0.0.2' }, { address: '10.0.0.2 10.0.0.1' }],
    ['authentication in version 3', { more: `version 3\n    ${auth('a1')}` }, { more: `version 3\n    ${auth('a2')}` }],
    ['advert_int in version 3', { more: 'version 3' }, { more: 'version 3\n    advert_int 2' }],
    ['interface names', {}, {}],
    [
      'version 2 for IPv6 where both ask for it',
      { address: V6, more: 'version 2' },
      { address: V6, more: 'version 2' },
    ],
  ])('but not %s', (name, first, second) => {
    const other = name === 'interface names' ? backup(second).replace('eth0', 'ens33') : backup(second);
    expect(owners(nodesOf(config(first), other)).map((text) => text.slice(-1))).not.toContain('b');
  });

  test('lists of addresses are only logged from 2.3.3 on', () => {
    const texts = nodesOf(config(), backup({ address: '192.168.10.111 10.0.0.9' }));
    expect(owners(texts, '', '2.3.2')).toEqual(['192.168.10.111: a+b', '10.0.0.9: b']);
    expect(owners(texts, '', '2.3.3')).toEqual(['192.168.10.111: a', '10.0.0.9: nobody']);
    expect(reasons(texts, '', '2.3.3')[1]).toBe('nobody: b is BACKUP behind a, which serves other addresses');
  });

  test('v3_checksum_as_v2 on one side is heard in one direction', () => {
    const more = 'version 3\n    v3_checksum_as_v2';
    const texts = nodesOf(config({ more }), backup({ more: 'version 3' }));
    expect(owners(texts, '', '2.2.8')).toEqual(['192.168.10.111: a+b']);
    expect(reasons(texts, '', '2.2.8')[0]).toContain("b takes no note of a's adverts (v3_checksum_as_v2 on a only)");
    // The keyword is unknown before.
    expect(owners(texts, '', '2.2.7')).toEqual(['192.168.10.111: a']);
  });

  test('interfaces with other names belong together by what they serve', () => {
    const lan = (make: typeof config, device: string) => make().replace('eth0', device);
    const wan = (make: typeof config, device: string, priority = 100) =>
      make({ name: 'VI_2', address: '10.0.0.9', priority }).replace('eth0', device);
    // From 2.3.3 on the ens2 of b would be heard on eth0 too, and be stronger, were it the same segment.
    const renamed = nodesOf(lan(config, 'eth0') + wan(config, 'eth1'), lan(backup, 'ens1') + wan(backup, 'ens2', 110));
    expect(owners(renamed, '', '2.3.3')).toEqual(['192.168.10.111: a', '10.0.0.9: b']);
    // One ID on two segments: they do not meet, so each node serves what it alone has.
    const apart = nodesOf(lan(config, 'eth0') + wan(config, 'eth1'), lan(backup, 'eth0') + wan(backup, 'eth2', 90));
    expect(owners(apart)).toEqual(['192.168.10.111: a', '10.0.0.9: a']);
    const strangers = nodesOf(
      lan(config, 'eth0') + config({ name: 'VI_3', vrid: 7, address: '10.0.0.7' }).replace('eth0', 'eth1'),
      lan(backup, 'eth2') + backup({ name: 'VI_4', vrid: 7, address: '10.0.0.8', priority: 200 }),
    );
    expect(owners(strangers, '', '2.3.3')).toEqual(['192.168.10.111: a', '10.0.0.7: a', '10.0.0.8: b']);
  });

  test('a peer that is not named hears nothing; the other direction still counts', () => {
    const texts = nodesOf(
      config({ more: unicast('10.0.0.1', '10.0.0.9') }),
      backup({ more: unicast('10.0.0.2', '10.0.0.1') }),
    );
    expect(owners(texts)).toEqual(['192.168.10.111: a+b']);
    expect(reasons(texts)[0]).toContain(
      "b takes no note of a's adverts (b, 10.0.0.2, is not among the unicast_peer of a)",
    );
    const right = nodesOf(
      config({ more: unicast('10.0.0.1', '10.0.0.2') }),
      backup({ more: unicast('10.0.0.2', '10.0.0.1') }),
    );
    expect(owners(right)).toEqual(['192.168.10.111: a']);
  });

  test('where the source is checked, it has to be a peer', () => {
    const checked = (more: string) =>
      nodesOf(
        config({ more: unicast('10.0.0.1', '10.0.0.2') }),
        backup({ more: `${unicast('10.0.0.2', '10.0.0.3')}\n    ${more}` }),
      );
    expect(owners(checked(''))).toEqual(['192.168.10.111: a']);
    expect(owners(checked('check_unicast_src'))).toEqual(['192.168.10.111: a+b']);
    expect(reasons(checked('check_unicast_src'))[0]).toContain('a, 10.0.0.1, is not among the unicast_peer of b');
  });

  test('auth_hmac counts from 2.4.0 on, by its keys and modes', () => {
    const key = (letter: string): string => letter.repeat(32);
    const hmac = (letter: string, mode = 'enforce') =>
      `auth_hmac {\n        key 1 ${key(letter)}\n        active_key 1\n        mode ${mode}\n    }`;
    const of = (first: string, second: string) => nodesOf(config({ more: first }), backup({ more: second }));
    expect(owners(of(hmac('k'), hmac('k')), '', '2.4.3')).toEqual(['192.168.10.111: a']);
    expect(owners(of(hmac('k'), hmac('x')), '', '2.4.3')).toEqual(['192.168.10.111: a+b']);
    expect(reasons(of(hmac('k'), hmac('x')), '', '2.4.3')[0]).not.toContain(key('k'));
    expect(owners(of(hmac('k'), ''), '', '2.4.3')).toEqual(['192.168.10.111: a+b']);
    expect(owners(of(hmac('k', 'receive-only'), ''), '', '2.4.3')).toEqual(['192.168.10.111: a']);
    expect(owners(of(hmac('k'), hmac('x')), '', '2.2.7')).toEqual(['192.168.10.111: a']);
  });

  test('a unicast_src_ip that another node has is FAULT', () => {
    const texts = nodesOf(
      config({ more: unicast('10.0.0.1', '10.0.0.2') }),
      backup({ more: unicast('10.0.0.1', '10.0.0.2') }),
    );
    expect(owners(texts, 'stop:a')).toEqual(['192.168.10.111: nobody']);
    expect(reasons(texts, 'stop:a')[0]).toContain(
      'b is in FAULT (unicast_src_ip 10.0.0.1 is the address of another node)',
    );
  });

  test('FAULT of a whole sync group says which member it comes from, and leaves out what does not run', () => {
    const group = 'vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n}\n';
    const of = (make: typeof config, source: string, peer: string) =>
      group + make() + make({ name: 'VI_2', vrid: 52, address: '10.0.0.9', more: unicast(source, peer) });
    const twice = nodesOf(of(config, '10.0.0.1', '10.0.0.2'), of(backup, '10.0.0.1', '10.0.0.2'));
    expect(reasons(twice)[0]).toBe(
      'a is MASTER: b is in FAULT (unicast_src_ip 10.0.0.1 is the address of another node, in its sync group)',
    );
    const checked = nodesOf(script('chk') + config({ more: tracks('chk') }), backup());
    expect(reasons(checked, 'disabled:chk@a,script:chk@a,interface:eth0@a')[0]).toBe(
      'b is MASTER: a is in FAULT (eth0 is down)',
    );
  });

  test('an address in two instances goes with the one that leaves', () => {
    const two = (first: typeof config, second: typeof config) =>
      first() + second({ name: 'VI_2', vrid: 52, address: '192.168.10.111' });
    const texts = nodesOf(two(config, backup), two(backup, config));
    expect(owners(texts)).toEqual(['192.168.10.111: a+b']);
    expect(owners(texts, 'stop:a')).toEqual(['192.168.10.111: b 0.0-0.0']);
    // VI_1 comes back to a: b, whose VI_2 is still MASTER, takes the address away all the same.
    expect(owners(texts, 'stop:a,up:a')).toEqual(['192.168.10.111: a 3.6-4.1']);
  });

  test('crossed IDs: each instance hears the other group', () => {
    const two = (first: number, second: number, make: typeof config) =>
      make({ vrid: first }) + make({ name: 'VI_2', vrid: second, address: '10.0.0.9' });
    const texts = nodesOf(two(51, 52, config), two(52, 51, backup));
    expect(owners(texts)).toEqual(['192.168.10.111: a+b', '10.0.0.9: a+b']);
  });
});

describe('sync groups', () => {
  const group = 'vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n}\n';
  const two = (make: typeof config, first: object, second: object) =>
    make(first) + make({ name: 'VI_2', vrid: 52, address: '10.0.0.9', ...second }).replace('eth0', 'eth1');

  test('move together when one member fails', () => {
    const texts = nodesOf(group + two(config, {}, {}), group + two(backup, {}, {}));
    expect(owners(texts)).toEqual(['192.168.10.111: a', '10.0.0.9: a']);
    // VI_1 cannot say goodbye, VI_2 does; the group waits for the slower one.
    expect(owners(texts, 'interface:eth0@a')).toEqual(['192.168.10.111: b 2.6-3.7', '10.0.0.9: b 2.6-3.7']);
    expect(reasons(texts, 'interface:eth0@a')[1]).toBe('b is MASTER: a is in FAULT (eth0 is down, in its sync group)');
  });

  test('leave out the weights of their members', () => {
    const check = script('chk', 'weight -50');
    const more = { more: tracks('chk') };
    const ignored = nodesOf(check + group + two(config, more, {}), group + two(backup, {}, {}));
    expect(owners(ignored, 'script:chk@a')).toEqual(['192.168.10.111: a', '10.0.0.9: a']);
    const weighted = group.replace('G {', 'G {\n    sync_group_tracking_weight');
    const counted = nodesOf(check + weighted + two(config, more, more), weighted + two(backup, {}, {}));
    expect(owners(counted, 'script:chk@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
  });

  test('take the weight of an interface for FAULT, and their own trackers as they are', () => {
    const interfaceWeight = { more: 'track_interface {\n        eth2 weight -5\n    }' };
    const ofMember = nodesOf(group + two(config, interfaceWeight, {}), group + two(backup, {}, {}));
    expect(owners(ofMember, 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
    const tracking = (weight: number) =>
      group.replace('G {', `G {\n    track_interface {\n        eth2 weight ${weight}\n    }`);
    const ofGroup = (weight: number, priority: number) =>
      nodesOf(tracking(weight) + two(config, { priority }, { priority }), group + two(backup, {}, {}));
    expect(owners(ofGroup(-5, 100), 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['a', 'a']);
    expect(owners(ofGroup(-15, 100), 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
    // Owners of addresses have no weights: what is left is FAULT.
    expect(owners(ofGroup(-5, 255), 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
  });

  test('leave together when one of them gives way', () => {
    const cut = 'partition:a|b,up:a|b';
    const texts = nodesOf(
      group + two(backup, { priority: 100 }, { priority: 100 }),
      group + two(backup, { priority: 90 }, { priority: 110 }),
    );
    // VI_1 gives way on b, VI_2 on a: each takes its whole group along.
    expect(new Set(play(texts, cut).map((outcome) => outcome.owners.join('+'))).size).toBe(1);
  });

  test('do not split, even where the priorities would', () => {
    const texts = nodesOf(
      group + two(backup, { priority: 100 }, { priority: 90 }),
      group + two(backup, { priority: 90 }, { priority: 100 }),
    );
    const names = owners(texts).map((text) => text.split(' ')[1]);
    expect(new Set(names).size).toBe(1);
  });
});

describe('a reload', () => {
  const reload = (text: string) => ({ '/new': text });

  test('of the same file changes nothing', () => {
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(config()))).toEqual(['192.168.10.111: a']);
  });

  test('with a lower priority hands the address over', () => {
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(config({ priority: 80 })))).toEqual([
      '192.168.10.111: b 2.6-3.7',
    ]);
  });

  test('that removes the instance says goodbye', () => {
    const other = config({ name: 'VI_9', vrid: 99, address: '10.0.0.9' });
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(other))).toEqual([
      '10.0.0.9: a 3.6-3.6',
      '192.168.10.111: b 0.6-0.7',
    ]);
  });

  test('with another key makes two masters, and with the right one heals them', () => {
    const secret = 'authentication {\n        auth_type PASS\n        auth_pass s3cret\n    }';
    const texts = { '/new': config({ more: secret }), '/old': config() };
    expect(owners(pair, 'reload:a=/new', '2.2.7', texts)).toEqual(['192.168.10.111: a+b 2.6-3.7']);
    expect(owners(pair, 'reload:a=/new,reload:a=/old', '2.2.7', texts)[0]).toMatch(/: a 0.0-1.0/);
    expect(reasons(pair, 'reload:a=/new', '2.2.7', texts).join()).not.toContain('s3cret');
  });

  test('onto another interface begins anew', () => {
    const moved = reload(config().replace('eth0', 'eth1'));
    expect(owners(pair, 'reload:a=/new', '2.2.7', moved)).toEqual(['192.168.10.111: a 3.6-3.6']);
  });

  test('that keepalived refuses ends it, and the address stays behind', () => {
    const twice = config() + config({ name: 'VI_2', address: '10.0.0.9' });
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(twice))[0]).toBe('192.168.10.111: a+b 2.6-3.7');
  });
});
