/**
 * `npm run parity`: keepalived and we read the same configurations. Where do we not say the same of the same lines?
 *   --seed N  --count N        of the generated configurations
 *   --only TEXT                those alone whose family or name holds it
 *   --version-binary PATH      another keepalived than the installed one
 */
import { parseArgs } from 'node:util';
import { lacks } from '../support/requirements.ts';
import { generatedCases } from './cases.ts';
import { EXPLAINED } from './explained.ts';
import { agreement, type Judged, judgeAll, type Tally, tally } from './judge.ts';
import { startKeepalived } from './keepalived.ts';
import { schemaCases } from './schemaCases.ts';

/** Lines of the mutated configurations on which both agree, in percent. */
const WANTED = 99;
const PROCESSES = 2;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    only: { type: 'string', default: '' },
    'version-binary': { type: 'string' },
  },
});

function printDifferences({ of, differences, unexpected }: Judged): void {
  for (const { kind, line, text, message, explained } of differences) {
    const where = line > 0 ? `line ${line}, ${text}` : 'no line';
    console.log(`${explained ? 'explained' : kind}: ${of.name}: ${where}\n    ${message}`);
    if (explained) console.log(`    ${explained.reason} (${explained.source})`);
  }
  for (const { line, text } of unexpected) {
    console.log(`not in order: ${of.name}: line ${line}, ${of.text.split('\n')[line - 1]?.trim()}\n    ${text}`);
  }
}

function printTable(rows: readonly (readonly [string, Tally])[]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, row] of rows) {
    const { agreed, missed, false: wrong, explained } = row;
    const figures = `agreed ${agreed}, missed ${missed}, false ${wrong}, explained ${explained}`;
    console.log(`${name.padEnd(width)}  ${agreement(row).toFixed(2).padStart(6)} %  ${figures}`);
  }
}

async function main(): Promise<boolean> {
  const keepaliveds = Array.from({ length: PROCESSES }, () => startKeepalived(values['version-binary']));
  try {
    const { version } = keepaliveds[0]!;
    const all = [...schemaCases(version), ...generatedCases(Number(values.seed), Number(values.count), version)];
    const cases = all.filter(({ family, name }) => `${family}: ${name}`.includes(values.only));
    const started = performance.now();
    const judged = await judgeAll(cases, keepaliveds, printDifferences);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`\nkeepalived ${version}: ${cases.length} configurations in ${seconds} s; agreement by lines:`);
    const families = [...Map.groupBy(judged, ({ of }) => of.family)];
    const mutated = judged.filter(({ of }) => of.family.startsWith('mutated'));
    printTable([
      ...families.map(([family, some]) => [family, tally(some)] as const),
      ['all mutated', tally(mutated)],
      ['all', tally(judged)],
    ]);
    const used = new Set(judged.flatMap(({ differences }) => differences.map(({ explained }) => explained)));
    const stale = values.only ? [] : EXPLAINED.filter((one) => !used.has(one));
    for (const { message } of stale) console.log(`Explained, but it no longer occurs: ${message}`);
    const { missed, false: wrong } = tally(judged);
    const unexpected = judged.some((one) => one.unexpected.length > 0);
    return missed + wrong === 0 && !unexpected && stale.length === 0 && agreement(tally(mutated)) >= WANTED;
  } finally {
    for (const keepalived of keepaliveds) keepalived.end();
  }
}

// An end by a signal is an orderly one: the namespaces go.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(1));

process.exitCode = lacks('keepalived', 'netns') ? 1 : (await main()) ? 0 : 1;
