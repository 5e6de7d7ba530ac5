// A pair of real hosts, and drills that are run from the client machine beside them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, vi } from 'vitest';
import { root } from '../../../scripts/steps.ts';
import { filesOfHost } from '../../lab/actions.ts';
import { addressOf, type Lab, startLab } from '../../lab/hosts.ts';
import { readOwners } from '../../lab/owners.ts';
import type { Configs } from '../../lab/variant.ts';
import type { Order, Outcome } from './program.ts';

export type Owners = Readonly<Record<string, readonly string[]>>;

export interface DrillBench {
  readonly lab: Lab;
  /** To its end. Rejects where it does not come to one. */
  drill(order: Pick<Order, 'failure'> & Partial<Order>): Promise<Outcome>;
  /** Waits until each address is where it is said to be. */
  untilOwnedBy(owners: Owners): Promise<void>;
  /** What a drill has on a host while it lasts: units, files and processes, a line each. */
  traces(node: string): Promise<string>;
  end(): Promise<void>;
}

/** The hosts are on, and each address of `owners` is where it says; `pages` are those that are asked for. */
export async function startDrillBench(
  nodes: Configs,
  owners: Owners,
  pages: readonly string[] = Object.keys(owners),
): Promise<DrillBench> {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-drill-'));
  const program = join(folder, 'program.mjs');
  const names = Object.keys(nodes);
  const answers = Object.fromEntries(names.map((name) => [name, name.replace('ngx', 'web')]));
  const inventory = {
    nodes: Object.fromEntries(
      names.map((name, i) => [name, { config: `${name}/keepalived.conf`, host: `root@${addressOf(i)}` }]),
    ),
    services: ['nginx', 'keepalived'],
    checks: pages.map((page) => ({ url: `http://${page}/`, answers })),
  };
  writeFileSync(join(folder, 'keepalived-ha.json'), JSON.stringify(inventory));
  for (const [name, config] of Object.entries(nodes)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'keepalived.conf'), config);
  }
  await build({
    entryPoints: [join(root, 'test/deploy/drill/program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    loader: { '.sh': 'text', '.md': 'text' },
    logLevel: 'warning',
  });
  const lab = await startLab(
    Object.fromEntries(Object.entries(nodes).map(([name, config]) => [name, filesOfHost(name, config)])),
  );
  const bench: DrillBench = {
    lab,
    async drill(order) {
      const whole = { pair: join(folder, 'keepalived-ha.json'), sshConfig: lab.sshConfig, ...order };
      return JSON.parse(await lab.client(process.execPath, [program, JSON.stringify(whole)]));
    },
    untilOwnedBy: (wanted) =>
      vi.waitFor(async () => expect(Object.fromEntries(await readOwners(lab))).toEqual(wanted), 30_000),
    traces: (node) => lab.host(node).run('sh', ['-c', TRACES]),
    async end() {
      await lab.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const host of lab.hosts) await host.boot();
    await bench.untilOwnedBy(owners);
  } catch (error) {
    await bench.end();
    throw error;
  }
  return bench;
}

const TRACES = `
systemctl list-units --all --plain --no-legend 'keepalived-ha*'
ls -d /run/keepalived-ha* /run/systemd/transient/keepalived-ha* 2>/dev/null
pgrep -a -f '[m]onitor address'
true
`;

/** A row in one line, without what was measured. */
export const inWords = ({ drill }: Outcome): string[] =>
  drill.map(({ node, action, address, from, to }) => `${action} on ${node}: ${address.slice(-3)} ${from} to ${to}`);

/** What was measured against what was foretold; nothing where all is well. */
export const complaints = ({ drill, checks, problem }: Outcome): string[] => [
  ...[...drill, ...checks].filter(({ ok }) => !ok).map((each) => JSON.stringify(each)),
  ...(problem === null ? [] : [problem]),
];

/** For whoever reads the tests' output: measured against foretold. */
export function show(name: string, { drill }: Outcome): void {
  for (const { node, action, address, from, to, gapSeconds, foretold, evidence } of drill) {
    const window = foretold?.map((each) => each.toFixed(2)).join(' to ') ?? 'not known';
    console.log([name, `${action} on ${node}`, address, `${from} > ${to}`, gapSeconds, window, evidence].join(' | '));
  }
}
