/** Who owns an address after what happened. The times follow from keepalived's timers (see timing.ts). */
import { describe, expect, test } from 'vitest';
import { nodesOf, owners, play, reasons, script, tracks } from './electionSupport.ts';
import { backup, config, exampleTexts } from './support.ts';

const pair = nodesOf(config(), backup());

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
    expect(owners(pair, 'crash:a,down:a')).toEqual(['192.168.10.111: b 0.0-0.0']);
  });

  test('a partition makes two masters until it is healed', () => {
    expect(owners(pair, 'partition:a|b')).toEqual(['192.168.10.111: a+b 2.6-3.7']);
    expect(owners(pair, 'partition:a|b,up:a|b')).toEqual(['192.168.10.111: a 0.0-1.0']);
    expect(owners(pair, 'partition:a|b,up:b|a')).toEqual(['192.168.10.111: a 0.0-1.0']);
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
