/**
 * `npm run bench`: how long it takes, on this machine, to lint a large file (beside keepalived's own test of the same
 * file), to foretell the failures of many pairs, to see findings after a keystroke in a large file and in one of many,
 * and to see the first ones after a start; to deploy the example pair on hosts of the lab; and to read what was made to
 * be slow. Figures, no verdict. `npm run bench -- slow`: the last alone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildAll } from '../../scripts/build.ts';
import { root, step } from '../../scripts/steps.ts';
import { findProgram, lacks } from '../support/requirements.ts';
import { deployments } from './deployments.ts';
import { generateConfiguration, generatePairs } from './generate.ts';
import { startClient } from './languageClient.ts';
import { slowInputs } from './slow.ts';

const LARGE = 145_000;
const SMALL = 5_000;
const PAIRS = 500;
const FILES = 2_000;
const RUNS = 3;
const KEYSTROKES = 20;

interface Figure {
  readonly what: string;
  /** Median and worst, in milliseconds. */
  readonly median: number;
  readonly worst: number;
}

const cli = join(root, 'dist/cli.js');
const server = join(root, 'dist/server.js');

const figureOf = (what: string, times: readonly number[]): Figure => {
  const sorted = times.toSorted((a, b) => a - b);
  return { what, median: sorted[sorted.length >> 1]!, worst: sorted.at(-1)! };
};

/** Wall time of a whole process, which has to end with exit code 0. */
function timeOf(command: string, args: readonly string[]): number {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const time = performance.now() - started;
  if (status === 0) return time;
  throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.slice(0, 2000)}`);
}

/** Both programs in turn, so that a busy moment of the machine meets both. */
function lintAgainstKeepalived(file: string): Figure[] {
  const [keepalived, ip] = [findProgram('keepalived'), findProgram('ip')];
  // Its own network: a configuration test looks at interfaces, and nothing may reach those of this machine.
  const namespace = `kha-bench-${process.pid}`;
  const isolated =
    keepalived !== undefined && ip !== undefined && spawnSync(ip, ['netns', 'add', namespace]).status === 0;
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (let run = 0; run < RUNS; run++) {
      ours.push(timeOf(process.execPath, [cli, 'lint', file]));
      if (isolated) theirs.push(timeOf(ip, ['netns', 'exec', namespace, keepalived, '-t', '-f', file]));
    }
  } finally {
    if (isolated) spawnSync(ip, ['netns', 'delete', namespace]);
  }
  if (!isolated)
    console.log('keepalived -t is left out: it needs keepalived, iproute2 and the right to make a network namespace.');
  const lines = `${LARGE.toLocaleString('en')} lines`;
  return [
    figureOf(`keepalived-ha lint, ${lines}`, ours),
    ...(isolated ? [figureOf(`keepalived -t, ${lines}`, theirs)] : []),
  ];
}

/** The failover matrices of many pairs, from nothing to the JSON of the last one. */
function simulations(folder: string): Figure {
  for (const [name, text] of generatePairs(PAIRS)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const times = Array.from({ length: RUNS }, () =>
    timeOf(process.execPath, [cli, 'simulate', '--format', 'json', folder]),
  );
  return figureOf(`keepalived-ha simulate, ${(2 * PAIRS).toLocaleString('en')} nodes in ${PAIRS} pairs`, times);
}

/** A priority in the middle of the file becomes invalid, then valid again; each time until the editor is told. */
async function keystrokes(lines: number, folder: string): Promise<Figure> {
  const { text, middlePriority: line } = generateConfiguration(lines);
  const file = join(folder, `keepalived-${lines}.conf`);
  return await breakAndMend(`keystroke to diagnostics, ${lines.toLocaleString('en')} lines`, { file, text, line });
}

interface Document {
  /** The workspace folder, if there is one. */
  readonly folder?: string;
  readonly file: string;
  readonly text: string;
  /** Where a number stands, from 0. */
  readonly line: number;
}

async function breakAndMend(what: string, { folder, file, text, line }: Document): Promise<Figure> {
  const start = text.split('\n')[line]!.search(/\d/);
  const client = await startClient(server, folder);
  try {
    await client.open(file, text);
    await client.pull(file);
    const times: number[] = [];
    for (let nth = 0; nth < KEYSTROKES; nth++) {
      const breaks = nth % 2 === 0;
      const told = client.published(file, (places) => places.includes(line) === breaks);
      const started = performance.now();
      await client.change(file, { line, start, end: start + (breaks ? 0 : 1), text: breaks ? 'x' : '' });
      await told;
      times.push(performance.now() - started);
    }
    return figureOf(what, times);
  } finally {
    await client.stop();
  }
}

/** The same in one of the nodes of many pairs. */
async function keystrokesAmong(files: number, folder: string): Promise<Figure> {
  const texts = generatePairs(files / 2);
  for (const [name, text] of texts) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const name = `site${files / 4}/ngx1/keepalived.conf`;
  const text = texts.get(name)!;
  const line = text.split('\n').findIndex((each) => each.startsWith('    priority '));
  const what = `keystroke to diagnostics, one of ${files.toLocaleString('en')} files`;
  return await breakAndMend(what, { folder, file: join(folder, name), text, line });
}

/** From nothing to the findings of one node of the example pair, its peer read from the disk. */
async function starts(): Promise<Figure> {
  const folder = join(root, 'examples/master-master');
  const file = join(folder, 'ngx1/keepalived.conf');
  const text = readFileSync(file, 'utf8');
  const times: number[] = [];
  for (let run = 0; run < 2 * RUNS; run++) {
    const started = performance.now();
    const client = await startClient(server, folder);
    await client.open(file, text);
    await client.pull(file);
    times.push(performance.now() - started);
    await client.stop();
  }
  return figureOf('start of the server to first diagnostics, example pair', times);
}

/** A run each: they wait for keepalived's own timers most of the time. */
async function deploys(): Promise<Figure[]> {
  if (lacks('keepalived', 'nginx', 'sshd', 'systemd hosts')) return [];
  const { bare, nothing, reload } = await deployments(cli);
  return [
    figureOf('deploy and verify the example pair on bare hosts', [bare]),
    figureOf('deploy it again, nothing to change', [nothing]),
    figureOf('deploy a changed comment', [reload]),
  ];
}

if (process.argv[2] === 'slow') {
  slowInputs();
  process.exit();
}
if (!existsSync(cli) || !existsSync(server)) await step('Building', buildAll);
const folder = mkdtempSync(join(tmpdir(), 'kha-bench-'));
try {
  const large = join(folder, 'large.conf');
  writeFileSync(large, generateConfiguration(LARGE).text);
  const figures = [
    ...lintAgainstKeepalived(large),
    simulations(join(folder, 'pairs')),
    await keystrokes(SMALL, folder),
    await keystrokes(LARGE, folder),
    await keystrokesAmong(FILES, join(folder, 'many')),
    await starts(),
    ...(await deploys()),
  ];
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, median, worst } of figures) {
    console.log(`${what.padEnd(width)}  ${median.toFixed(0).padStart(6)} ms  (worst ${worst.toFixed(0)} ms)`);
  }
  console.log(
    '\nInputs made to be slow: how many, the time for them, for twice as many, and how much longer that takes.',
  );
  const slow = slowInputs();
  const report = join(root, 'test-results/bench.json');
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(
    report,
    `${JSON.stringify({ node: process.version, processors: cpus().length, figures, slow }, undefined, 2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
