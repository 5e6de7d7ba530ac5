/** `keepalived-ha simulate`. */
import { text as readAll } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import pico from 'picocolors';
import { printable, type Version } from '../../../server/src/index.ts';
import { formatSimulationJson } from '../format/simulationJson.ts';
import { formatSimulationSvg } from '../format/simulationSvg.ts';
import { formatSimulationText } from '../format/simulationText.ts';
import { simulate } from '../simulate.ts';
import type { SimulationReport } from '../simulation.ts';
import { colorOption, EXIT, versionOption, wantsColours } from './options.ts';

interface SimulateArguments {
  readonly scenario: readonly string[];
  readonly format: 'text' | 'json' | 'svg';
  readonly cluster?: string;
  readonly keepalivedVersion?: Version;
  readonly color: boolean;
}

const HELP = `
A PATH is a file, a folder (searched for keepalived configurations) or - for standard input. Files of one cluster are
simulated together: those that keepalived-ha.json names, else those that serve the same addresses. A lone file is a
cluster of one node. Without a scenario every single failure is tried and, in small clusters, every pair of failures.

A TEXT is events in their order, joined by commas; the cluster comes to rest between two of them:
  down:NODE            the power is cut
  stop:NODE            keepalived ends in order
  crash:NODE           keepalived is killed, and its addresses stay
  up:NODE              it comes back from any of these
  script:NAME@NODE     the script fails; so do interface:, process:, file: and bfd:
  up:script:NAME@NODE  it recovers, as do the others
  disabled:NAME@NODE   the host does not run that script: it is missing, or not executable
  partition:A|B+C      A and the two others do not hear each other
  up:partition:A|B+C   they hear each other again
  reload:NODE=FILE     the node reads that file instead of its own
With several clusters a scenario is for those that know what it names.

JSON: an object with nodes, groups and scenarios; several clusters are an array of such objects, each with a name.
Times are seconds at best and at worst, from the last event until the new owner has the address.

Exit code: 0 when simulated, whatever comes out (a pipeline asks lint), 2 if something could not be read or understood.

Examples:
  $ keepalived-ha simulate .
  $ keepalived-ha simulate --cluster keepalived-ha.json --format svg > failover.svg
  $ keepalived-ha simulate ngx1.conf ngx2.conf --scenario down:ngx1 --scenario down:ngx1,up:ngx1`;

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('say who owns each virtual address when something fails, and how long it takes')
    .argument('[PATH...]', 'files, folders, or - for standard input')
    .addOption(
      new Option('--scenario <text>', 'what happens, such as down:ngx1; may be repeated')
        .default([], 'every failure')
        .argParser((text: string, before: readonly string[]) => [...before, text]),
    )
    .addOption(new Option('-f, --format <format>', 'how to print').choices(['text', 'json', 'svg']).default('text'))
    .option('--cluster <file>', 'the cluster file to go by; without PATH, its nodes are looked at')
    .addOption(versionOption())
    .addOption(colorOption())
    .addHelpText('after', HELP)
    .action(runSimulate);
}

async function runSimulate(paths: string[], options: SimulateArguments, command: Command): Promise<void> {
  if (paths.length === 0 && options.cluster === undefined) {
    command.error('error: say what to simulate: files, folders, or - for standard input');
  }
  const report = simulate({
    paths,
    cwd: process.cwd(),
    scenarios: options.scenario,
    ...(paths.includes('-') && { stdin: await readAll(process.stdin) }),
    ...(options.cluster !== undefined && { cluster: options.cluster }),
    ...(options.keepalivedVersion !== undefined && { version: options.keepalivedVersion }),
  });
  for (const problem of report.problems) process.stderr.write(`keepalived-ha: ${printable(problem)}\n`);
  if (report.problems.length) process.exitCode = EXIT.failure;
  else process.stdout.write(format(report, options));
}

/** Of a terminal; wider ones are hard to read, and where there is none, as many as a log shows. */
const widthOfTerminal = (): number => Math.min(120, Math.max(80, process.stdout.columns ?? 100));

function format(report: SimulationReport, options: SimulateArguments): string {
  switch (options.format) {
    case 'text':
      return formatSimulationText(report, pico.createColors(options.color && wantsColours()), widthOfTerminal());
    case 'json':
      return formatSimulationJson(report);
    case 'svg':
      return formatSimulationSvg(report);
  }
}
