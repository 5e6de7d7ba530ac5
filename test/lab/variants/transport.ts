// Unicast, three nodes, and networks that fall apart.
import type { Configs, Variant } from '../variant.ts';
import { block, changed, config, edited, instance, masterBackup, masterMaster, plus } from './build.ts';

const PEERS = ['192.168.10.11', '192.168.10.12', '192.168.10.13'];

/** Each node names these as its peers, from its own address. */
const unicast = (...peers: readonly (readonly string[])[]): Configs =>
  Object.fromEntries(
    peers.map((list, i) => [
      `ngx${i + 1}`,
      config(
        instance({
          priority: 100 - 10 * i,
          more: [`unicast_src_ip ${PEERS[i]}`, ...(list.length ? [block('unicast_peer', ...list)] : [])],
        }),
      ),
    ]),
  );
const [first, second, third] = PEERS as [string, string, string];

const three = (...priorities: readonly number[]): Configs =>
  Object.fromEntries(priorities.map((priority, i) => [`ngx${i + 1}`, config(instance({ priority }))]));

export const transport: readonly Variant[] = [
  { name: 'unicast', nodes: unicast([second], [first]), scenario: 'down:ngx1,up:ngx1', daily: true },
  {
    name: 'unicast on one side',
    nodes: { ...masterBackup, ngx1: unicast([second]).ngx1! },
    scenario: 'stop:ngx1,up:ngx1',
  },
  { name: 'unicast_src_ip without peers is multicast', nodes: unicast([], []), scenario: 'down:ngx1' },
  { name: 'unicast: ngx2 is no peer of ngx1', nodes: unicast([third], [first]), scenario: 'stop:ngx1,up:ngx1' },
  { name: 'unicast: ngx1 is no peer of ngx2', nodes: unicast([second], [third]), scenario: 'down:ngx1,up:ngx1' },
  {
    name: 'unicast: a node among its own peers',
    nodes: unicast([first, second], [first]),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'unicast_src_ip twice',
    nodes: changed(unicast([second], [first]), { ngx2: [[`unicast_src_ip ${second}`, `unicast_src_ip ${first}`]] }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'unicast: three nodes',
    nodes: unicast([second, third], [first, third], [first, second]),
    scenario: 'down:ngx1,down:ngx2,up:ngx1',
  },
  {
    name: 'unicast: a ring of three, each knows only the next',
    nodes: unicast([second], [third], [first]),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'three nodes: two fail',
    nodes: three(100, 99, 98),
    scenario: 'down:ngx1,down:ngx2',
    daily: true,
  },
  {
    name: 'three nodes: one against two',
    nodes: three(100, 99, 98),
    scenario: 'partition:ngx1|ngx2+ngx3,down:ngx2,up:ngx2,up:partition:ngx1|ngx2+ngx3',
  },
  {
    name: 'three nodes: the last alone, then each alone',
    nodes: three(100, 99, 98),
    scenario: 'partition:ngx1+ngx2|ngx3,up:partition:ngx1+ngx2|ngx3,partition:ngx1|ngx2|ngx3',
  },
  {
    name: 'three nodes: two do not hear each other, the third hears both',
    nodes: three(100, 99, 98),
    scenario: 'partition:ngx1|ngx2,down:ngx1,up:ngx1,up:partition:ngx1|ngx2',
  },
  {
    name: 'three nodes: all equal',
    nodes: three(100, 100, 100),
    // With the MASTER gone two equals would race: their timers end in the same millisecond.
    scenario: 'partition:ngx1|ngx2|ngx3,up:partition:ngx1|ngx2|ngx3,stop:ngx2,up:ngx2',
  },
  {
    name: 'three nodes: the two lower come back before the first',
    nodes: three(100, 99, 98),
    scenario: 'down:ngx1,down:ngx2,up:ngx2,up:ngx1',
  },
  {
    name: 'three nodes: nopreempt',
    nodes: Object.fromEntries(
      Object.entries(three(100, 80, 60)).map(([name, text]) => [name, edited(text, plus('nopreempt'))]),
    ),
    scenario: 'down:ngx1,up:ngx1,down:ngx2,up:ngx2,partition:ngx1|ngx2+ngx3,up:partition:ngx1|ngx2+ngx3',
  },
  {
    name: 'unicast: a third node that the first does not name',
    nodes: unicast([second], [first, third], [first, second]),
    scenario: 'down:ngx1,down:ngx2,up:ngx1',
  },
  {
    name: 'keepalived stops and starts during a partition',
    nodes: masterMaster,
    scenario: 'partition:ngx1|ngx2,stop:ngx1,up:partition:ngx1|ngx2,up:ngx1',
  },
  {
    name: 'partition of master-master',
    nodes: masterMaster,
    scenario: 'partition:ngx1|ngx2,up:partition:ngx1|ngx2',
    daily: true,
  },
  {
    name: 'link down and a partition',
    nodes: masterMaster,
    scenario: 'partition:ngx1|ngx2,interface:ens33@ngx1,up:partition:ngx1|ngx2,up:interface:ens33@ngx1',
  },
  {
    name: 'dont_track_primary: a MASTER without a link',
    nodes: changed(masterBackup, { ngx1: [plus('dont_track_primary')] }),
    scenario: 'interface:ens33@ngx1,up:interface:ens33@ngx1',
  },
];
