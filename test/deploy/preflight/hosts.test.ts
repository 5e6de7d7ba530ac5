// The preflight on real hosts, over a real ssh: real things are wrong with them, and what it says to do helps.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PreflightFinding } from '../../../deploy/src/preflight/finding.ts';
import { iptablesRuleset } from '../../../deploy/src/preflight/firewall/iptables.ts';
import { nftRuleset } from '../../../deploy/src/preflight/firewall/nftables.ts';
import { fateOf, type Packet } from '../../../deploy/src/preflight/firewall/packet.ts';
import { type Lab, startLab } from '../../lab/hosts.ts';
import { ip } from '../../lab/switch.ts';
import { lacks } from '../../support/requirements.ts';

const CONFIG = '/etc/keepalived/keepalived.conf';
const SCRIPT = '/etc/keepalived/check.sh';

/** Adverts come often, so that a test need not wait for them. */
const configOf = (node: string, more = 'script_user root'): string => `global_defs {
    router_id ${node}
    vrrp_version 3
    enable_script_security
    ${more}
}

vrrp_script chk {
    script ${SCRIPT}
    interval 2
    weight -20
}

vrrp_instance VI_1 {
    state BACKUP
    interface ens33
    virtual_router_id 51
    priority ${node === 'ngx1' ? 100 : 90}
    advert_int 0.1
    virtual_ipaddress {
        192.168.10.111/24
    }
    virtual_ipaddress_excluded {
        fd00:10::111/64
    }
    track_script {
        chk
    }
}
`;

const program = fileURLToPath(new URL('program.ts', import.meta.url));

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'firewalls', 'systemd hosts'))(
  'the preflight of real hosts',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-preflight-'));
    let lab: Lab;

    beforeAll(async () => {
      await build({
        entryPoints: [program],
        outfile: join(folder, 'preflight.mjs'),
        bundle: true,
        platform: 'node',
        format: 'esm',
        loader: { '.md': 'text', '.sh': 'text' },
        alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
        banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      });
      const files = (node: string) => ({ [CONFIG]: configOf(node), [SCRIPT]: '#!/bin/sh\nexit 0\n' });
      lab = await startLab({ ngx1: files('ngx1'), ngx2: files('ngx2'), stranger: {} });
      await Promise.all(lab.hosts.map((host) => host.boot()));
      for (const node of ['ngx1', 'ngx2']) await run(node, `chmod 755 ${SCRIPT} && systemctl restart keepalived`);
    });
    afterAll(async () => {
      await lab.end();
      rmSync(folder, { recursive: true });
    });

    const run = (node: string, command: string): Promise<string> => lab.host(node).run('sh', ['-c', command]);

    /** As `NODE SEVERITY NAME: MESSAGE`. `config` is what the pair has here. */
    async function look(config: (node: string) => string = configOf): Promise<string[]> {
      for (const node of ['ngx1', 'ngx2']) {
        mkdirSync(join(folder, node), { recursive: true });
        writeFileSync(join(folder, node, 'keepalived.conf'), config(node));
      }
      const nodeOf = (name: string) => ({ config: `${name}/keepalived.conf`, host: name });
      const inventory = { nodes: { ngx1: nodeOf('ngx1'), ngx2: nodeOf('ngx2') }, packages: ['nginx', 'keepalived'] };
      const clusterFile = join(folder, 'keepalived-ha.json');
      writeFileSync(clusterFile, JSON.stringify(inventory));
      const out = await lab.client(process.execPath, [join(folder, 'preflight.mjs'), clusterFile, lab.sshConfig]);
      const { findings }: { findings: PreflightFinding[] } = JSON.parse(out);
      return findings.map(({ node, severity, name, message }) => `${node} ${severity} ${name}: ${message}`);
    }

    /** Does on ngx2 what the only finding says. */
    async function obey(findings: readonly string[], command: RegExp): Promise<void> {
      expect(findings).toEqual([expect.stringMatching(command)]);
      await run('ngx2', command.exec(findings[0]!)![1]!);
    }

    test('nothing is wrong', async () => {
      expect(await look()).toEqual([]);
    });

    test.each([
      [
        'nft',
        "nft 'add table inet own; add chain inet own first { type filter hook input priority 0; }; add rule inet own first ip protocol 112 drop'",
        'nft delete table inet own',
      ],
      [
        'nft, in a chain of its policy',
        "nft 'add table ip own; add chain ip own out { type filter hook output priority 0; policy drop; }; add rule ip own out tcp sport 22 accept; add rule ip own out ct state established accept'",
        'nft delete table ip own',
      ],
      ['iptables', 'iptables -A INPUT -p vrrp -j DROP', 'iptables -F'],
    ])('adverts dropped by %s, until one does as it says', async (_, drop, clear) => {
      onTestFinished(async () => void (await run('ngx2', clear)));
      await run('ngx2', drop);
      await obey(await look(), /^ngx2 error firewall: .* To let them through: (.*) \(and /);
      expect(await look()).toEqual([]);
    });

    test.each([
      ['writable by all', `chmod 777 ${SCRIPT}`, /^ngx2 error script: .* Correct it: (.*)\.$/],
      ['not executable', `chmod 644 ${SCRIPT}`, /^ngx2 error script: .* Make it so: (.*)\.$/],
      ["somebody else's", `chown www-data ${SCRIPT}`, /^ngx2 error script: .* Correct it: (.*)\.$/],
      ['in a folder that all can write to', 'chmod 777 /etc/keepalived', /^ngx2 error script: .* Correct it: (.*)\.$/],
    ])('a script that is %s, until one does as it says', async (_, spoil, command) => {
      await run('ngx2', spoil);
      await obey(await look(), command);
      expect(await look()).toEqual([]);
    });

    test('a script that is missing, or has nothing to run it', async () => {
      await run('ngx2', `mv ${SCRIPT} ${SCRIPT}.away`);
      expect(await look()).toEqual([expect.stringMatching(/^ngx2 error script: .*check\.sh.* is not there/)]);
      await run('ngx2', `printf '#!/opt/perl\\n' >${SCRIPT}; chmod 755 ${SCRIPT}`);
      expect(await look()).toEqual([expect.stringMatching(/^ngx2 error script: .*run by \/opt\/perl/)]);
      await run('ngx2', `mv ${SCRIPT}.away ${SCRIPT}`);
    });

    test('an interface that is missing, and one that is down', async () => {
      const wrong = (node: string): string => configOf(node).replace('interface ens33', 'interface eno1');
      expect(await look(wrong)).toEqual([
        expect.stringMatching(/^ngx1 error interface: There is no interface eno1; there are ens33 and ens34/),
        expect.stringMatching(/^ngx2 error interface: There is no interface eno1; there are ens33 and ens34/),
      ]);
      const other = (node: string): string => configOf(node).replace('interface ens33', 'interface ens34');
      await run('ngx2', 'ip link set ens34 down');
      await obey(await look(other), /^ngx2 error interface: .* (ip link set ens34 up)\.$/);
      expect(await look(other)).toEqual([]);
    });

    test('a user for scripts who is not there, until one does as it says', async () => {
      const watched = (node: string): string =>
        configOf(node, node === 'ngx2' ? 'script_user watcher' : 'script_user root');
      await obey(await look(watched), /^ngx2 error script user: .* Make one: (.*)\.$/);
      expect(await look(watched)).toEqual([]);
    });

    test.each(['192.168.10.111/24', 'fd00:10::111/64'])('somebody else who answers for %s', async (address) => {
      const mac = (await run('stranger', 'cat /sys/class/net/ens33/address')).trim();
      await ip(lab.keeper, 'stranger', [`addr add ${address} dev ens33${address.includes(':') ? ' nodad' : ''}`]);
      const text = address.split('/')[0]!;
      const found = new RegExp(`error virtual address: ${text} is answered by another machine, .*${mac}`);
      // A node that has the address itself hears nobody but the stranger; with IPv6 it takes no notice of him.
      if (!address.includes(':')) expect(await look()).toContainEqual(expect.stringMatching(found));
      for (const node of ['ngx1', 'ngx2']) {
        onTestFinished(async () => void (await run(node, 'systemctl start keepalived')));
        await run(node, 'systemctl stop keepalived');
      }
      const findings = await look();
      expect(findings).toEqual([expect.stringMatching(found), expect.stringMatching(found)]);
      await ip(lab.keeper, 'stranger', [`addr del ${address} dev ens33`]);
      expect(await look()).toEqual([]);
    });

    describe('the kernel agrees about', () => {
      const packet: Packet = {
        direction: 'in',
        device: 'ens33',
        family: 4,
        protocol: 112,
        source: '192.168.10.11',
        destination: '224.0.0.18',
        multicast: true,
      };
      const whole = { counts: () => true, lacksElements: false };
      /** Counts the adverts before and behind all other chains. */
      const COUNTERS = `table inet adverts {
      chain first { type filter hook prerouting priority -1000; iifname "ens33" meta l4proto 112 counter; }
      chain last { type filter hook input priority 1000; iifname "ens33" meta l4proto 112 counter; }
      chain sent { type filter hook output priority -1000; oifname "ens33" meta l4proto 112 counter; }
      chain gone { type filter hook postrouting priority 1000; oifname "ens33" meta l4proto 112 counter; }
    }`;

      /** What becomes of adverts on a host, as the kernel has it. */
      async function fate(node: string, first: string, last: string): Promise<string> {
        lab.host(node).write({ '/root/counters.nft': COUNTERS });
        onTestFinished(async () => void (await run(node, 'nft delete table inet adverts')));
        await run(node, 'nft -f /root/counters.nft');
        const count = async (chain: string): Promise<number> =>
          Number(/packets (\d+)/.exec(await run(node, `nft list chain inet adverts ${chain}`))?.[1]);
        await vi.waitFor(async () => expect(await count(first)).toBeGreaterThan(2), 10_000);
        return (await count(last)) > 0 ? 'passes' : 'dropped';
      }

      /** Has a host use a table until the test has finished; answers with what it says of it. */
      async function useNft(node: string, blocks: readonly string[]): Promise<string> {
        lab.host(node).write({ '/root/own.nft': ['table inet own {', ...blocks, '}', ''].join('\n') });
        onTestFinished(async () => void (await run(node, 'nft delete table inet own')));
        await run(node, 'nft -f /root/own.nft');
        return await run(node, 'nft -j list ruleset');
      }

      const input = (policy: string, rules = ''): string =>
        `chain input { type filter hook input priority 0; policy ${policy}; ${rules}${rules && ';'} }`;

      test.each<[string, ...string[]]>([
        ['a policy that accepts', input('accept')],
        ['a policy that drops', input('drop')],
        ['its number', input('drop', 'ip protocol 112 accept')],
        ['its name', input('accept', 'meta l4proto vrrp drop')],
        ['others than it', input('accept', 'iifname "ens*" ip protocol != 112 drop')],
        ['its group', input('drop', 'ip daddr 224.0.0.0/4 accept')],
        ['a range of groups', input('drop', 'ip daddr 224.0.0.1-224.0.0.100 accept')],
        ['its sender', input('drop', 'ip saddr { 192.168.10.0/24, 10.0.0.1 } accept')],
        ['another sender', input('drop', 'ip saddr 192.168.10.12 accept')],
        [
          'a named set',
          'set peers { type ipv4_addr; elements = { 192.168.10.11 } }',
          input('drop', 'ip saddr @peers accept'),
        ],
        ['an empty set', 'set peers { type ipv4_addr; }', input('drop', 'ip saddr @peers accept')],
        [
          'what one usually has',
          input(
            'drop',
            'ct state established,related accept; iifname "lo" accept; ip protocol icmp accept; tcp dport { 22, 80 } accept',
          ),
        ],
        ['new connections', input('accept', 'ct state new drop')],
        ['invalid ones', input('accept', 'ct state invalid drop')],
        [
          'a verdict map',
          'chain own { ip ttl 255 accept; }',
          input('drop', 'meta l4proto vmap { vrrp : jump own, tcp : accept }'),
        ],
        [
          'a verdict map of states',
          input(
            'drop',
            'ct state vmap { established : accept, invalid : drop, new : continue }; meta pkttype multicast accept',
          ),
        ],
        [
          'a named verdict map',
          'map ways { type inet_proto : verdict; elements = { 112 : drop } }',
          input('accept', 'meta l4proto vmap @ways'),
        ],
        ['multicast', input('accept', 'meta pkttype multicast drop')],
        ['multicast, by the routing table', input('drop', 'fib daddr type multicast accept')],
        ['a way back', input('drop', 'fib saddr . iif oif missing drop; accept')],
        ['a mark', input('accept', 'meta mark & 0x8000 == 0x8000 drop')],
        ['another device', input('drop', 'iifname { "lo", "ens34" } accept')],
        ['prerouting', 'chain raw { type filter hook prerouting priority -300; ip protocol 112 drop; }'],
        [
          'two chains of which one accepts',
          'chain early { type filter hook input priority -10; accept; }',
          input('accept', 'ip protocol 112 drop'),
        ],
        ['jump and return', 'chain own { ip protocol 112 return; drop; }', input('drop', 'jump own; accept')],
        ['goto', 'chain own { ip protocol 6 accept; }', input('drop', 'goto own; accept')],
        [
          'a chain behind a goto',
          'chain last { tcp dport 22 accept; }',
          'chain inner { goto last; }',
          input('accept', 'jump inner; drop'),
        ],
      ])('nftables: %s', async (_, ...blocks) => {
        const rules = await useNft('ngx2', blocks);
        const { kind } = fateOf(nftRuleset(rules, packet, whole)!);
        expect(kind).toBe(await fate('ngx2', 'first', 'last'));
      });

      test.each<[string, string, string[]]>([
        ['a policy', 'DROP', []],
        ['its name', 'DROP', ['-A INPUT -i ens33 -p vrrp -j ACCEPT']],
        ['its group', 'DROP', ['-A INPUT -d 224.0.0.0/8 -p 112 -j ACCEPT']],
        ['other networks', 'ACCEPT', ['-A INPUT ! -s 192.168.10.0/24 -j DROP']],
        ['its sender', 'ACCEPT', ['-A INPUT -s 192.168.10.11 -p all -j REJECT']],
        ['devices that begin alike', 'DROP', ['-A INPUT -i ens+ -j ACCEPT']],
        ['multicast', 'ACCEPT', ['-A INPUT -m pkttype --pkt-type multicast -j DROP']],
        ['multicast, by the routing table', 'DROP', ['-A INPUT -m addrtype --dst-type MULTICAST -j ACCEPT']],
        [
          'what one usually has',
          'DROP',
          [
            '-A INPUT -i lo -j ACCEPT',
            '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
            '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT',
          ],
        ],
        ['all that is not established', 'ACCEPT', ['-A INPUT -m conntrack ! --ctstate RELATED,ESTABLISHED -j DROP']],
        [
          'a range',
          'DROP',
          [
            '-A INPUT -m iprange --src-range 192.168.10.10-192.168.10.20 -m comment --comment "the peers -j DROP" -j ACCEPT',
          ],
        ],
        ['marks', 'ACCEPT', ['-A INPUT -m mark --mark 0x8000/0x8000 -j DROP']],
        [
          'chains',
          'DROP',
          [':own - [0:0]', '-A INPUT -j own', '-A INPUT -j ACCEPT', '-A own -p vrrp -j RETURN', '-A own -j DROP'],
        ],
        [
          'chains that one does not come back from',
          'DROP',
          [':own - [0:0]', '-A INPUT -g own', '-A INPUT -j ACCEPT', '-A own -p tcp -j ACCEPT'],
        ],
      ])('iptables: %s', async (_, policy, lines) => {
        const chains = lines.filter((line) => line.startsWith(':'));
        const rules = lines.filter((line) => !line.startsWith(':'));
        const text = ['*filter', `:INPUT ${policy} [0:0]`, ...chains, ...rules, 'COMMIT', ''].join('\n');
        lab.host('ngx2').write({ '/root/own.rules': text });
        onTestFinished(async () => void (await run('ngx2', 'iptables -P INPUT ACCEPT; iptables -F; iptables -X')));
        await run('ngx2', 'iptables-restore </root/own.rules');
        const { kind } = fateOf(iptablesRuleset(await run('ngx2', 'iptables-save'), packet));
        expect(kind).toBe(await fate('ngx2', 'first', 'last'));
      });

      test.each<[string, string]>([
        ['a policy', 'chain out { type filter hook output priority 0; policy drop; tcp sport 22 accept; }'],
        ['its device', 'chain out { type filter hook output priority 0; oifname "ens33" ip daddr 224.0.0.18 drop; }'],
        ['another device', 'chain out { type filter hook output priority 0; oifname "ens34" drop; }'],
        ['its kind of address', 'chain out { type filter hook output priority 0; fib daddr type multicast drop; }'],
      ])('nftables, for adverts that go out: %s', async (_, block) => {
        const rules = await useNft('ngx1', [block]);
        const { kind } = fateOf(nftRuleset(rules, { ...packet, direction: 'out' }, whole)!);
        expect(kind).toBe(await fate('ngx1', 'sent', 'gone'));
      });
    });
  },
);
