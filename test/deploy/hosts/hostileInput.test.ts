// Names, paths and contents made to break out of a command: refused here, or on the host exactly as they were meant.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { type Bench, type InventoryFile, startBench } from './bench.ts';
import { whyNot } from './program.ts';
import { type Snapshot, snapshots } from './snapshot.ts';

/** Absolute, on the host; each has a folder of its own, or shares it with the one before. */
const PATHS = [
  `/srv/it's $(touch made) "x"; y/page.html`,
  '/srv/`touch made`/`touch made`',
  '/srv/$HOME/${PATH}',
  '/srv/~root/~',
  '/srv/-rf/--',
  '/srv/-rf/-n',
  '/srv/ blanks / at both ends ',
  '/srv/*/?[a-z]{a,b}',
  '/srv/a&b|c>d<e/(f)',
  '/srv/back\\slash/\\n\\',
  '/srv/#hash/!bang',
  '/srv/a=b:c%d/file=e',
  "/srv/'/'\\''",
  '/srv/密码/é 😀',
  '/srv/.hidden/..three',
  `/srv/long/${'x'.repeat(230)}`,
];

const CONTENTS: Readonly<Record<string, Uint8Array>> = {
  'with NUL': Buffer.from('a\0b\0'),
  'with CRLF': Buffer.from('a\r\nb\r\n'),
  'without an end of line': Buffer.from('a\nb'),
  'with quotes': Buffer.from(`'; touch made; '" $(touch made) \`touch made\` \\ %s %n\nEOF\n.\n`),
  'that is empty': Buffer.alloc(0),
  'of one byte': Buffer.from('\n'),
  'of a mebibyte': randomBytes(1024 * 1024),
  'with a BOM': Buffer.from('\ufeffa\n'),
};

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'systemd hosts'))('hostile input', () => {
  let bench: Bench;
  let before: readonly Snapshot[];
  let original: InventoryFile;
  beforeAll(async () => {
    bench = await startBench();
    before = await snapshots(bench.lab);
    bench.inventory((inventory) => {
      original = structuredClone(inventory);
    });
  });
  afterAll(() => bench.end());

  /** What the hosts have more than in the beginning. */
  const added = async (): Promise<Record<string, string>[]> =>
    (await snapshots(bench.lab)).map((now, i) =>
      Object.fromEntries(Object.entries(now).filter(([path, entry]) => before[i]![path] !== entry)),
    );
  const nothingMade = (): void => {
    expect(
      readdirSync(bench.folder).filter(
        (name) => !/^(run-.*|large|content-\d+|ngx[12]|keepalived-ha\.json)$/.test(name),
      ),
    ).toEqual([]);
    expect(existsSync('made')).toBe(false);
  };
  const withInventory = (change: (inventory: InventoryFile) => void): void =>
    bench.inventory((inventory) => {
      Object.assign(inventory, structuredClone(original));
      change(inventory);
    });

  const patience = { timeout: 180_000 };
  test('paths and contents arrive as they are, nothing else does, and all of it goes again', patience, async () => {
    const contents = Object.values(CONTENTS);
    for (const [i, content] of contents.entries()) bench.write(`content-${i}`, content);
    const files = [
      ...PATHS.map((target, i) => ({ source: `content-${i % contents.length}`, target, mode: '0640' })),
      ...Object.keys(CONTENTS).map((name, i) => ({ source: `content-${i}`, target: `/srv/contents/${name}` })),
    ];
    withInventory(({ nodes }) => nodes.ngx1!.files.push(...files));
    const deployed = await bench.run('deploy', ['--yes']);
    expect({ code: deployed.code, problem: deployed.report?.problem }).toEqual({ code: 0, problem: null });

    const wanted = files.map(({ source, target, ...file }) => {
      const sum = createHash('sha256')
        .update(contents[Number(source.slice('content-'.length))]!)
        .digest('hex');
      return [target, `file ${'mode' in file ? '640' : '644'} 0:0 ${sum}`];
    });
    const folders = files.map(({ target }) => [target.slice(0, target.lastIndexOf('/')), 'folder 755 0:0']);
    const [onNgx1, onNgx2] = (await added()).map((all) =>
      Object.fromEntries(Object.entries(all).filter(([path]) => !path.startsWith('/var/lib/keepalived-ha/'))),
    );
    expect(onNgx1).toEqual(Object.fromEntries([...folders, ...wanted]));
    expect(onNgx2).toEqual({});
    nothingMade();

    const again = await bench.run('deploy', ['--yes']);
    expect(`${whyNot(again)}${again.stdout}`).toMatch(/nothing was changed/);
    expect(whyNot(await bench.run('rollback', ['--yes']))).toBe('');
    expect(await added()).toEqual([{}, {}]);
    nothingMade();
  });

  test('links stay links, and what is there keeps its owner and mode', patience, async () => {
    const script = `
      mkdir -p /srv/real
      echo old >/srv/real/page
      chown www-data:adm /srv/real/page
      chmod 4711 /srv/real/page
      ln -s real /srv/folder
      ln -s ../srv/real/page /srv/page
    `;
    await bench.ngx1.run('sh', ['-ec', script]);
    const original = await snapshots(bench.lab);
    bench.write('content-0', 'new\n');
    for (const [target, place, entry] of [
      ['/srv/page', '/srv/real/page', 'file 4711 33:4 '],
      ['/srv/folder/page', '/srv/real/page', 'file 4711 33:4 '],
      ['/srv/folder/other/page', '/srv/real/other/page', 'file 644 0:0 '],
    ] as const) {
      withInventory(({ nodes }) => nodes.ngx1!.files.push({ source: 'content-0', target }));
      expect(whyNot(await bench.run('deploy', ['--yes']))).toBe('');
      const now = await snapshots(bench.lab);
      expect(now[0]![place]).toContain(entry);
      expect(await bench.ngx1.run('cat', [place])).toBe('new\n');
      expect([now[0]!['/srv/page'], now[0]!['/srv/folder']]).toEqual(['link to ../srv/real/page', 'link to real']);
      expect(whyNot(await bench.run('rollback', ['--yes']))).toBe('');
      expect(await snapshots(bench.lab)).toEqual(original);
    }
    await bench.ngx1.run('sh', ['-c', 'rm -r /srv/*']);
  });

  const refused: Record<string, (inventory: InventoryFile) => unknown> = {};
  const hosts = [
    '-oProxyCommand=touch made',
    'root@-oProxyCommand=touch${IFS}made',
    'ssh://-oProxyCommand=touch${IFS}made/',
    'root@192.168.10.11 touch made',
    'root@192.168.10.11\ntouch made',
    'root@192.168.10.11\0',
    '',
    '-F/etc/passwd',
  ];
  const targets = [
    '/srv/line\nbreak',
    '/srv/tab\tin it',
    '/srv/escape\u001b[2J',
    '/srv/nul\0',
    '/srv/../etc/shadow',
    '/srv/./x',
    '/srv/folder/',
    'relative',
    '-rf',
    '~/x',
    '',
  ];
  const names = ['-n', 'a b', "it's", '$(touch made)', '`touch made`', 'a;touch made', 'a\nb', '', '../x', '密码'];
  for (const host of hosts) {
    refused[`the host ${JSON.stringify(host)}`] = ({ nodes }) => {
      nodes.ngx1!.host = host;
    };
  }
  for (const target of targets) {
    refused[`the path ${JSON.stringify(target)}`] = ({ nodes }) => {
      nodes.ngx1!.files.push({ source: 'ngx1/index.html', target });
    };
    refused[`the path ${JSON.stringify(target)} of the configuration`] = ({ nodes }) => {
      nodes.ngx1!.target = target;
    };
  }
  for (const name of names) {
    refused[`the node ${JSON.stringify(name)}`] = ({ nodes }) => {
      nodes[name] = nodes.ngx1!;
      delete nodes.ngx1;
    };
    refused[`the service ${JSON.stringify(name)}`] = ({ services }) => services.push(name);
    refused[`the package ${JSON.stringify(name)}`] = ({ packages }) => packages.push(name);
  }

  test.for(Object.entries(refused))('%s is refused before anything is asked', async ([, change]) => {
    withInventory(change);
    const { code, stderr } = await bench.run('deploy', ['--yes']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('keepalived-ha.json') });
    expect(stderr).not.toContain('\u001b');
    nothingMade();
  });

  test.for(['root@$(touch${IFS}made)', 'root@`touch${IFS}made`', "root@it's;touch", 'root@192.168.10.11;touch'])(
    'the host %j is not reached, and nothing runs in its place',
    async (host) => {
      withInventory(({ nodes }) => {
        nodes.ngx1!.host = host;
      });
      const { code, report } = await bench.run('deploy', ['--yes']);
      expect({ code, stranded: report?.stranded }).toEqual({ code: 1, stranded: [] });
      nothingMade();
      expect(await added()).toEqual([{}, {}]);
    },
  );
});
