// Drills that take the network from a host: it must come back by itself, with all that a link that is down loses.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config, instance, masterMaster } from '../../lab/variants/build.ts';
import { lacks } from '../../support/requirements.ts';
import { complaints, type DrillBench, inWords, show, startDrillBench } from './bench.ts';

const needs = ['keepalived', 'nginx', 'sshd', 'systemd hosts'] as const;
const ONE = '192.168.10.111';
const TWO = '192.168.10.112';
const SIX = 'fd00:10::111';

describe.skipIf(lacks(...needs))('the network of a master-master pair', () => {
  const atRest = { [ONE]: ['ngx1'], [TWO]: ['ngx2'] };
  let bench: DrillBench;
  beforeAll(async () => {
    bench = await startDrillBench(masterMaster, atRest);
  });
  afterAll(() => bench.end());

  test('goes and comes back on each node', async () => {
    const outcome = await bench.drill({ failure: 'network' });
    show('master-master', outcome);
    expect(complaints(outcome)).toEqual([]);
    expect(inWords(outcome)).toEqual([
      'network down on ngx1: 111 ngx1 to ngx2',
      'network down on ngx1: 112 ngx2 to ngx2',
      'network up on ngx1: 111 ngx2 to ngx1',
      'network up on ngx1: 112 ngx2 to ngx2',
      'network down on ngx2: 111 ngx1 to ngx1',
      'network down on ngx2: 112 ngx2 to ngx1',
      'network up on ngx2: 111 ngx1 to ngx1',
      'network up on ngx2: 112 ngx1 to ngx2',
    ]);
    for (const { name } of bench.lab.hosts) expect(await bench.traces(name)).toBe('');
  });

  test('comes back when the drill is cancelled', async () => {
    const outcome = await bench.drill({ failure: 'network', interruption: { after: 'network down', by: 'abort' } });
    expect(outcome.problem).toBe('cancelled');
    expect(outcome.notes).toEqual(['ngx1 is put back, and the pair stands as before.']);
    expect(outcome).toMatchObject({ rolledBack: true, stranded: [] });
    await bench.untilOwnedBy(atRest);
    for (const { name } of bench.lab.hosts) expect(await bench.traces(name)).toBe('');
  });

  test('comes back when the drill is killed, and when what brings it back is killed too', async () => {
    const order = {
      failure: 'network',
      guardSeconds: 60,
      interruption: { after: 'network down', by: 'SIGKILL' },
    } as const;
    await expect(bench.drill(order)).rejects.toThrow();
    await bench.untilOwnedBy({ [ONE]: ['ngx2'], [TWO]: ['ngx2'] });
    expect(await bench.traces('ngx1')).toContain('keepalived-ha-drill.service');
    await bench.lab.host('ngx1').run('systemctl', ['kill', '--signal=KILL', 'keepalived-ha-drill']);
    await bench.untilOwnedBy(atRest);
  });

  test('is only away for as long as was said', async () => {
    const order = {
      failure: 'network',
      guardSeconds: 5,
      interruption: { after: 'network down', by: 'SIGKILL' },
    } as const;
    await expect(bench.drill(order)).rejects.toThrow();
    await bench.untilOwnedBy({ [ONE]: ['ngx2'], [TWO]: ['ngx2'] });
    await bench.untilOwnedBy(atRest);
  });
});

describe.skipIf(lacks(...needs))('a network with IPv6 and routes', () => {
  const atRest = { [ONE]: ['ngx1'], [SIX]: ['ngx1'] };
  const nodes = Object.fromEntries(
    [100, 90].map((priority, i) => [
      `ngx${i + 1}`,
      config(
        instance({ priority }),
        instance({ name: 'VI_6', vrid: 56, priority, addresses: [SIX], more: ['track_interface {', '    ens34', '}'] }),
      ),
    ]),
  );
  let bench: DrillBench;
  beforeAll(async () => {
    bench = await startDrillBench(nodes, atRest, [ONE]);
    const commands = [
      // As it is on hosts that nobody has told otherwise.
      'sysctl -qw net.ipv6.conf.all.keep_addr_on_down=0 net.ipv6.conf.ens33.keep_addr_on_down=0',
      'ip route add default via 192.168.10.1 dev ens33',
      'ip route add 10.9.0.0/16 via 192.168.10.2 dev ens33 proto static metric 50',
      'ip route add 10.8.0.0/16 via 192.168.10.3 dev ens33 table 77',
      'ip -6 route add default via fe80::1 dev ens33',
      'ip -6 route add fd77::/64 via fd00:10::2 dev ens33 metric 70',
    ];
    for (const host of bench.lab.hosts) await host.run('sh', ['-ec', commands.join('\n')]);
  });
  afterAll(() => bench.end());

  /** All but what is counted down. */
  const state = (node: string): Promise<string> =>
    bench.lab
      .host(node)
      .run('sh', ['-c', 'ip -o addr show dev ens33; ip route show table all; ip -6 route show table all'])
      .then((text) =>
        text
          .split('\n')
          .map((line) => line.trim())
          .filter(isLasting)
          .sort()
          .join('\n'),
      );
  const isLasting = (line: string): boolean =>
    !/fe80::.*scope link|^(local|multicast|anycast|fe80::)|ff00::/.test(line);

  test('has them again, and each virtual address once', async () => {
    const before = await Promise.all(['ngx1', 'ngx2'].map(state));
    expect(before[0]).toContain('fd77::/64 via fd00:10::2');
    const outcome = await bench.drill({ failure: 'network' });
    show('IPv6', outcome);
    expect(complaints(outcome)).toEqual([]);
    expect(inWords(outcome).filter((line) => line.includes('ngx1:'))).toEqual([
      'network down on ngx1: 111 ngx1 to ngx2',
      'network down on ngx1: 111 ngx1 to ngx2',
      'network up on ngx1: 111 ngx2 to ngx1',
      'network up on ngx1: 111 ngx2 to ngx1',
    ]);
    expect(outcome.drill.map(({ address }) => address).slice(0, 2)).toEqual([ONE, SIX]);
    await bench.untilOwnedBy(atRest);
    await sleep(500);
    expect(await Promise.all(['ngx1', 'ngx2'].map(state))).toEqual(before);
  });
});
