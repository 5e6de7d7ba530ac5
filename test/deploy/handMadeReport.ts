/** Reports written by hand: what real deployments have seldom or never. */
import fc from 'fast-check';
import type { Check, DrillRow, OwnerChange, Probe, Report, Timeline } from '../../deploy/src/index.ts';

/** 2026-11-25T15:40:48Z. */
const BEGAN = Date.UTC(2026, 10, 25, 15, 40, 48);

export const check = (more: Partial<Check> = {}): Check => ({
  name: 'address on its owner',
  node: 'ngx1',
  address: '192.168.10.111',
  ok: true,
  evidence: 'ngx1 has it, and nobody else',
  ...more,
});

export const row = (more: Partial<DrillRow> = {}): DrillRow => ({
  node: 'ngx1',
  action: 'stop keepalived',
  address: '192.168.10.111',
  from: 'ngx1',
  to: 'ngx2',
  gapSeconds: 0.61,
  foretold: [0.6, 0.7],
  ok: true,
  evidence: 'web1 until 2.0 s, web2 from 2.6 s',
  ...more,
});

export const report = (more: Partial<Report> = {}): Report => ({
  cluster: 'master-master',
  ok: true,
  rolledBack: false,
  nodes: ['ngx1', 'ngx2'],
  steps: [],
  checks: [],
  drill: [],
  notes: [],
  problem: null,
  stranded: [],
  timeline: null,
  ...more,
});

export interface Watched {
  readonly seconds?: number;
  readonly addresses?: readonly string[];
  readonly nodes?: readonly string[];
  /** Milliseconds between two requests; undefined where nothing is asked. */
  readonly every?: number | undefined;
}

/** Each node in turn owns nothing for a while, and the next one stands in, 0.61 s later. */
export function drillOf({
  seconds = 30,
  addresses = ['192.168.10.111', '192.168.10.112'],
  nodes = ['ngx1', 'ngx2'],
  every = 50,
}: Watched = {}): Report {
  const at = (second: number): number => BEGAN + Math.round(second * 1000);
  const turn = seconds / nodes.length;
  const owners: OwnerChange[] = [];
  const probes: Probe[] = [];
  const drill: DrillRow[] = [];
  for (const [i, address] of addresses.entries()) {
    const home = nodes[i % nodes.length]!;
    const other = nodes[(i + 1) % nodes.length]!;
    const stopped = turn * (i % nodes.length) + turn * 0.1;
    const taken = stopped + Math.min(0.61, turn * 0.2);
    const back = stopped + turn * 0.6;
    owners.push(
      { at: BEGAN, address, node: home, gained: true },
      { at: at(stopped), address, node: home, gained: false },
      { at: at(taken), address, node: other, gained: true },
      // The hosts are heard one after the other.
      { at: at(back), address, node: home, gained: true },
      { at: at(back) + 4, address, node: other, gained: false },
    );
    const asked = every === undefined ? 0 : Math.floor((seconds * 1000) / every);
    for (let nth = 0; nth < asked; nth++) {
      const second = (nth * every!) / 1000;
      const ok = second < stopped || second >= taken;
      probes.push({
        at: at(second),
        address,
        ok,
        node: ok ? (second < stopped || second > back ? home : other) : null,
      });
    }
    drill.push(row({ node: home, address, from: home, to: other, gapSeconds: taken - stopped }));
    drill.push(
      row({ node: home, action: 'start keepalived', address, from: other, to: home, gapSeconds: 0, foretold: [0, 0] }),
    );
  }
  const events = nodes.flatMap((node, i) => [
    { at: at(turn * (i + 0.1)), text: `${node}: stop keepalived` },
    { at: at(turn * (i + 0.5)), text: `${node}: start keepalived` },
  ]);
  const timeline: Timeline = { began: BEGAN, ended: at(seconds), addresses, owners, probes, events };
  return report({
    nodes,
    drill,
    timeline,
    checks: addresses.map((address, i) => check({ address, node: nodes[i % nodes.length]! })),
  });
}

const nasty = [
  ...'|`*_<>&"\'\\[](){}#+-=~$!@:;,. \t\n\r\u0000\u001b\u0085\u202e\ufffe\ufffd密é1a',
  ...['😀', '\ud800', '\n\n', '```', '<script>', ']]>', '-->', '</testcase>', '192.168.10.111'],
];

/** Texts that mean something in Markdown, XML, a terminal or nowhere. */
export const hostileText = fc.string({ unit: fc.constantFrom(...nasty), maxLength: 30 });

const seconds = fc.double({ min: 0, max: 1000, noNaN: true });
const moment = fc.integer({ min: -1000, max: 20_000 }).map((offset) => BEGAN + offset);

const hostileTimeline: fc.Arbitrary<Timeline> = fc
  .record({
    names: fc.array(hostileText, { minLength: 1, maxLength: 8 }),
    addresses: fc.array(hostileText, { maxLength: 4 }),
  })
  .chain(({ names, addresses }) => {
    const name = fc.constantFrom(...names);
    const address = fc.constantFrom('', ...addresses);
    return fc.record({
      began: fc.constant(BEGAN),
      ended: moment,
      addresses: fc.constant(addresses),
      owners: fc.array(fc.record({ at: moment, address, node: name, gained: fc.boolean() }), { maxLength: 40 }),
      probes: fc.array(fc.record({ at: moment, address, ok: fc.boolean(), node: fc.option(name) }), { maxLength: 60 }),
      events: fc.array(fc.record({ at: moment, text: hostileText }), { maxLength: 20 }),
    });
  });

/** Whatever names, answers and errors of hosts may hold. */
export const hostileReport: fc.Arbitrary<Report> = fc.record({
  cluster: hostileText,
  ok: fc.boolean(),
  rolledBack: fc.boolean(),
  nodes: fc.array(hostileText, { maxLength: 4 }),
  steps: fc.array(fc.record({ node: hostileText, name: hostileText, ok: fc.boolean(), seconds, detail: hostileText }), {
    maxLength: 4,
  }),
  checks: fc.array(
    fc.record({
      name: fc.constant('HTTP from here' as const),
      node: hostileText,
      address: hostileText,
      ok: fc.boolean(),
      evidence: hostileText,
    }),
    { maxLength: 4 },
  ),
  drill: fc.array(
    fc.record({
      node: hostileText,
      action: fc.constant('network down' as const),
      address: hostileText,
      from: hostileText,
      to: hostileText,
      gapSeconds: fc.option(seconds),
      foretold: fc.option(fc.tuple(seconds, seconds)),
      ok: fc.boolean(),
      evidence: hostileText,
    }),
    { maxLength: 4 },
  ),
  notes: fc.array(hostileText, { maxLength: 3 }),
  problem: fc.option(hostileText),
  stranded: fc.array(fc.record({ node: hostileText, commands: fc.array(hostileText, { maxLength: 3 }) }), {
    maxLength: 2,
  }),
  timeline: fc.option(hostileTimeline),
});
