// What goes wrong on the hosts while a running pair is changed: it is named, and the hosts are as they were.
import { describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { type Bench, type BenchOptions, CONFIG } from './bench.ts';
import { expectAsBefore, withChangedPair } from './changedPair.ts';
import type { ProgramOptions } from './program.ts';

interface Fault extends BenchOptions {
  readonly name: string;
  /** Before it begins. */
  prepare?(bench: Bench): unknown;
  readonly program?: ProgramOptions;
  /** What it says of it. */
  readonly says: RegExp;
  /** Hosts had been changed by then. */
  readonly rolledBack: boolean;
}

const KEEPALIVED_UNIT = '/etc/systemd/system/keepalived.service.d/fault.conf';
/** A unit of keepalived whose reload does something else while the new configuration is there. */
const reloads = (command: string): Pick<Fault, 'files'> => ({
  files: {
    [KEEPALIVED_UNIT]: `[Service]
ExecReload=
ExecReload=/bin/sh -c 'if grep -q changed ${CONFIG}; then ${command}; else kill -HUP $MAINPID; fi'
`,
  },
});

const LARGE = 1024 * 1024;

const faults: readonly Fault[] = [
  {
    name: 'ssh dies in the middle of an upload',
    prepare: addLargeFile,
    program: { sshFault: { after: LARGE / 2, kind: 'dies' } },
    says: /192\.168\.10\.1[12]/,
    rolledBack: true,
  },
  {
    name: 'an upload comes to an early end',
    prepare: addLargeFile,
    program: { sshFault: { after: LARGE / 2, kind: 'ends' } },
    says: /ngx1: \/srv\/new\/large did not arrive as it was sent/,
    rolledBack: true,
  },
  {
    name: 'there is no room on the disk',
    async prepare({ ngx2 }) {
      await onSmallDisk(ngx2, 'size=64k');
      await ngx2.run('sh', ['-c', 'cat /dev/zero >/etc/keepalived/filled || true']);
    },
    says: /No space left|room|space/i,
    rolledBack: false,
  },
  {
    name: 'there is no room for one more file on the disk',
    prepare: ({ ngx2 }) => onSmallDisk(ngx2, 'size=1m,nr_inodes=2'),
    says: /No space left/,
    rolledBack: true,
  },
  {
    name: 'a package cannot be installed',
    prepare: ({ inventory }) => inventory(({ packages }) => packages.push('no-such-package')),
    says: /no-such-package/,
    rolledBack: true,
  },
  {
    name: 'keepalived -t rejects what only that host lacks',
    prepare(bench) {
      const routes =
        '    virtual_routes {\n        10.9.0.0/24 via 192.168.10.1 table web\n    }\n    virtual_ipaddress {';
      for (const node of ['ngx1', 'ngx2']) bench.edit(`${node}/keepalived.conf`, ['    virtual_ipaddress {', routes]);
      bench.ngx1.write({ '/etc/iproute2/rt_tables': '100 web\n' });
    },
    says: /ngx2: .*Routing table web not found/s,
    rolledBack: true,
  },
  { name: 'the reload fails', ...reloads('exit 1'), says: /reload/, rolledBack: true },
  {
    name: 'keepalived exits at the reload',
    ...reloads('kill $MAINPID; sleep 0.5'),
    says: /not active/,
    rolledBack: true,
  },
  {
    name: 'keepalived exits a moment after the reload',
    ...reloads('kill -HUP $MAINPID; { setsid sh -c "sleep 1; kill $MAINPID" >/dev/null 2>&1 & }'),
    says: /does not serve any more/,
    rolledBack: true,
  },
  {
    name: 'another service does not take its new file',
    prepare(bench) {
      bench.write('nginx.conf', 'events {}\nhttp { server { listen 80; root /usr/share/nginx/html; }\n');
      bench.inventory(({ nodes }) => {
        for (const { files } of Object.values(nodes))
          files.push({ source: 'nginx.conf', target: '/etc/nginx/nginx.conf' });
      });
    },
    says: /nginx/,
    rolledBack: true,
  },
  {
    name: 'the page is not the one that was foretold',
    prepare: (bench) => bench.write('ngx2/index.html', 'no such page\n'),
    says: /HTTP|192\.168\.10\.112/,
    rolledBack: true,
  },
];

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'systemd hosts'))('a deployment fails, and is put back', () => {
  test.concurrent.for(faults)('$name', { timeout: 120_000 }, ({ says, rolledBack, program, ...pair }) =>
    withChangedPair(async (bench, before) => {
      const { code, stderr, report } = await bench.run('deploy', ['--yes'], program);
      await expectAsBefore(bench, before);
      expect({ code, rolledBack: report?.rolledBack, stranded: report?.stranded, problem: report?.problem }).toEqual({
        code: 1,
        rolledBack,
        stranded: [],
        problem: expect.stringMatching(says),
      });
      expect(stderr).toMatch(says);
    }, pair),
  );
});

/** For both nodes. */
function addLargeFile({ write, inventory }: Bench): void {
  write('large', Buffer.alloc(LARGE, 'keepalived'));
  inventory(({ nodes }) => {
    for (const { files } of Object.values(nodes)) files.push({ source: 'large', target: '/srv/new/large' });
  });
}

/** Lays a small file system over keepalived's folder. */
async function onSmallDisk(host: Bench['ngx1'], options: string): Promise<void> {
  const commands = [
    'cp -a /etc/keepalived /tmp/kept',
    `mount -t tmpfs -o mode=755,${options} small /etc/keepalived`,
    'cp -a /tmp/kept/keepalived.conf /etc/keepalived/',
    'rm -r /tmp/kept',
  ];
  await host.run('sh', ['-ec', commands.join('\n')]);
}
