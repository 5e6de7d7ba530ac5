// What is held against what was foretold, from what hosts have said.
import { describe, expect, test } from 'vitest';
import { restNow, restsOf } from '../../deploy/src/foretold.ts';
import type { Pair } from '../../deploy/src/pair.ts';
import type { Check, CheckName } from '../../deploy/src/report/report.ts';
import { judge, type Sight, verifyChecks } from '../../deploy/src/verify/checks.ts';
import { type Look, readLook } from '../../deploy/src/verify/look.ts';
import { examplePair } from './pairs.ts';

interface Told {
  readonly addresses?: readonly string[];
  readonly journal?: readonly string[];
  readonly state?: string;
  readonly pid?: string;
  readonly restarts?: number;
  readonly pages?: Readonly<Record<string, string>>;
  readonly neighbours?: Readonly<Record<string, string>>;
}

const MACS = { ngx1: '02:00:00:00:00:01', ngx2: '02:00:00:00:00:02' };

/** As look.sh prints it. */
function lookOf(name: 'ngx1' | 'ngx2', told: Told): Look {
  const {
    addresses = [],
    journal = [],
    state = 'active',
    pid = '77',
    restarts = 0,
    pages = {},
    neighbours = {},
  } = told;
  const services = ['nginx', 'keepalived'].map(
    (service) =>
      `== service ${service}\nMainPID=${pid}\nNRestarts=${restarts}\nActiveState=${state}\nActiveEnterTimestamp=today\n`,
  );
  return readLook(
    [
      ...services,
      '== since\n1764000000\n',
      `== journal\n${journal.map((line) => `${line}\n`).join('')}`,
      ...Object.entries(pages).map(([url, body]) => `== page ${url}\n${Buffer.from(body).toString('base64')}\n`),
      ...Object.entries(neighbours).map(
        ([address, mac]) => `== neighbour ${address}\n${address} dev ens33 lladdr ${mac} REACHABLE\n`,
      ),
      `== links\n2: ens33@if9: <UP> mtu 1500 state UP \\    link/ether ${MACS[name]} brd ff:ff:ff:ff:ff:ff\n`,
      `== addresses\n${addresses.map((address) => `2: ens33    inet ${address}/32 scope global ens33\\ x\n`).join('')}`,
    ].join(''),
  );
}

const [FIRST, SECOND] = ['http://192.168.10.111/', 'http://192.168.10.112/'] as const;
const well: Readonly<Record<'ngx1' | 'ngx2', Told>> = {
  ngx1: { addresses: ['192.168.10.111'], pages: { [SECOND]: 'web2' }, neighbours: { '192.168.10.112': MACS.ngx2 } },
  ngx2: { addresses: ['192.168.10.112'], pages: { [FIRST]: 'web1' }, neighbours: { '192.168.10.111': MACS.ngx1 } },
};
const pagesHere = { [FIRST]: { text: 'web1' }, [SECOND]: { text: 'web2' } };

function sightOf(pair: Pair, told: Partial<typeof well> = {}, more: Partial<Sight> = {}): Sight {
  const looks = new Map(
    (['ngx1', 'ngx2'] as const).map((name) => [name, lookOf(name, { ...well[name], ...told[name] })] as const),
  );
  const owners = new Map(
    ['192.168.10.111', '192.168.10.112'].map((address) => [
      address,
      [...looks].flatMap(([name, { addresses }]) => (addresses.has(address) ? [name] : [])),
    ]),
  );
  const { rest, isStaying } = restNow(restsOf(pair.cluster, '2.2.7'), owners);
  return { looks, pages: new Map(Object.entries(pagesHere)), rest, isStaying, pids: new Map(), ...more };
}

/** What failed, and of it the evidence. */
const failed = (checks: readonly Check[]): Record<string, string> =>
  Object.fromEntries(
    checks.flatMap(({ name, node, address, ok, evidence }) => (ok ? [] : [[`${name} ${node}${address}`, evidence]])),
  );

function check(told: Partial<typeof well>, more: Partial<Sight> = {}): Record<string, string> {
  const pair = examplePair('master-master');
  return failed(judge(pair, sightOf(pair, told, more)));
}

describe('a verification', () => {
  test('makes the checks that it has announced, and a pair that is well passes them', () => {
    const pair = examplePair('master-master');
    const checks = judge(pair, sightOf(pair));
    expect(checks.map(({ name, node, address }) => ({ name, node, address }))).toEqual(verifyChecks(pair));
    expect(failed(checks)).toEqual({});
    const names: CheckName[] = ['address on its owner', 'service active', 'not restarted', 'adverts accepted'];
    expect([...new Set(checks.map(({ name }) => name))]).toEqual([
      ...names,
      'HTTP from here',
      'HTTP from the other node',
      'address resolves to its owner',
    ]);
  });

  test('sees two masters, and nobody', () => {
    expect(check({ ngx2: { ...well.ngx2, addresses: ['192.168.10.111', '192.168.10.112'] } })).toEqual({
      'address on its owner 192.168.10.111': expect.stringMatching(
        /^192\.168\.10\.111 is on ngx1 and ngx2, not on ngx1 \(/,
      ),
    });
    expect(check({ ngx2: { ...well.ngx2, addresses: [] } })).toMatchObject({
      'address on its owner 192.168.10.112': expect.stringContaining('is on no node, not on ngx2'),
    });
  });

  test('sees services that are not active, and a keepalived that is another one than before', () => {
    expect(check({ ngx1: { ...well.ngx1, state: 'failed' } })).toEqual({
      'service active ngx1': 'nginx is failed, keepalived is failed',
    });
    expect(check({ ngx1: { ...well.ngx1, restarts: 2 } })).toEqual({
      'not restarted ngx1': 'process 77 since today, 2 automatic restarts',
    });
    expect(check({}, { pids: new Map([['ngx2', '76']]) })).toEqual({
      'not restarted ngx2': 'process 77 since today, 0 automatic restarts; it was process 76',
    });
    expect(check({ ngx1: { ...well.ngx1, pid: '0' } })).toEqual({ 'not restarted ngx1': 'keepalived does not run' });
  });

  test.each([
    '(VI_1) received an invalid passwd!',
    "(VI_1) advertisement interval mismatch mine=1 sec rcv'd=2 sec",
    '(VI_1) received a 1 auth, expecting 0!',
    '(VI_1) received an unexpected ip number count 2, expected 1!',
    '(VI_1) ip address associated with VRID 51 not present in MASTER advert : 192.168.10.119',
    '(VI_1) wrong version. Received 2 and expect 3',
    'Keepalived_vrrp process(123) died: Respawning',
    '(VI_1) unicast source address 192.168.10.12 not a unicast peer',
  ])('takes "%s" in the journal for a rejection', (line) => {
    expect(check({ ngx1: { ...well.ngx1, journal: ['(VI_1) Entering MASTER STATE', line] } })).toEqual({
      'adverts accepted ngx1': `1 times since 2025-11-24T16:00:00Z: ${line}`,
    });
  });

  test('does not take what every failover says for one', () => {
    const journal = [
      '(VI_1) Entering BACKUP STATE',
      '(VI_1) Backup received priority 0 advertisement',
      '(VI_1) received lower priority (99) advert from 192.168.10.12 - discarding',
      '(VI_1) Master received advert from 192.168.10.11 with higher priority 100, ours 99',
      'Script `chk_nginx` now returning 1',
    ];
    expect(check({ ngx1: { ...well.ngx1, journal } })).toEqual({});
  });

  test('wants the page of the owner, from here and from the other node', () => {
    const pages = new Map(Object.entries({ ...pagesHere, [FIRST]: { text: 'web2' } }));
    expect(check({}, { pages })).toEqual({
      'HTTP from here 192.168.10.111': `${FIRST} answers this machine with the page of ngx2, not with that of ngx1`,
    });
    const silent = new Map(Object.entries({ ...pagesHere, [FIRST]: { problem: 'connect EHOSTUNREACH' } }));
    expect(check({}, { pages: silent })).toEqual({
      'HTTP from here 192.168.10.111': `${FIRST} does not answer this machine: connect EHOSTUNREACH`,
    });
    expect(check({ ngx2: { ...well.ngx2, pages: { [FIRST]: 'Welcome' } } })).toEqual({
      'HTTP from the other node 192.168.10.111': `${FIRST} answers ngx2 without the text of any node, not with that of ngx1`,
    });
  });

  test('wants the neighbours to have the link-layer address of the owner, where they have one', () => {
    expect(check({ ngx2: { ...well.ngx2, neighbours: { '192.168.10.111': MACS.ngx2 } } })).toEqual({
      'address resolves to its owner 192.168.10.111': `ngx2 sees it at ${MACS.ngx2}, but ens33 of ngx1 is ${MACS.ngx1}`,
    });
    expect(check({ ngx2: { ...well.ngx2, neighbours: {} } })).toEqual({});
  });

  test('knows that an address may stay where it went: nopreempt', () => {
    const nopreempt = (text: string): string =>
      text
        .replace(/state MASTER|state BACKUP/g, 'state BACKUP')
        .replace(/advert_int 1/g, 'advert_int 1\n    nopreempt');
    const pair = examplePair('master-backup', nopreempt);
    const sight = sightOf(
      pair,
      { ngx1: { addresses: [] }, ngx2: { addresses: ['192.168.10.111'], pages: {} } },
      { pages: new Map([[FIRST, { text: 'web2' }]]) },
    );
    const checks = judge(pair, sight).filter(({ name }) => name.startsWith('address on') || name === 'HTTP from here');
    expect(checks.map(({ ok, evidence }) => [ok, evidence])).toEqual([
      [true, '192.168.10.111 is on ngx2 and on no other node; it stays where it went, as nopreempt has it'],
      [true, `${FIRST} answers this machine with the page of ngx2`],
    ]);
    expect(
      check({ ngx1: { addresses: [] }, ngx2: { ...well.ngx2, addresses: ['192.168.10.111', '192.168.10.112'] } }),
    ).toMatchObject({
      'address on its owner 192.168.10.111': expect.stringContaining('is on ngx2, not on ngx1'),
    });
  });
});
