/** `keepalived-ha lint`. */
import { text as readAll } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import pico from 'picocolors';
import { CATALOGUE, type Levels, type Version } from '../../../server/src/index.ts';
import { formatGithub } from '../format/github.ts';
import { formatJson } from '../format/json.ts';
import { formatSarif } from '../format/sarif.ts';
import { formatText } from '../format/text.ts';
import { lint } from '../lint.ts';
import type { LintReport } from '../report.ts';
import { colorOption, EXIT, levelOptions, versionOption, wantsColours } from './options.ts';

interface LintArguments {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly single?: true;
  readonly cluster?: string;
  readonly keepalivedVersion?: Version;
  readonly severity?: Levels;
  readonly ignore?: readonly string[];
  readonly hints?: true;
  readonly color: boolean;
}

const HELP = `
A PATH is a file, a folder (searched for keepalived configurations) or - for standard input.
Files of one cluster are held against each other: those that keepalived-ha.json names (in a folder that is
searched, or beside or above a file), else those that serve the same addresses.

What you know better: "# keepalived-ha: ignore=CODE,CODE" on a line or above it, "ignore-file=CODE" anywhere in a file.
--ignore and --severity speak of all files and go before the "rules" of keepalived-ha.json; a comment goes before both.

Exit code: 0 without errors, 1 with at least one, 2 if something could not be read or understood.

Examples:
  $ keepalived-ha lint .
  $ keepalived-ha lint ngx1/keepalived.conf ngx2/keepalived.conf
  $ keepalived-ha lint --cluster keepalived-ha.json
  $ ssh ngx1 cat /etc/keepalived/keepalived.conf | keepalived-ha lint -
  $ keepalived-ha lint --format sarif . > keepalived.sarif`;

/** `version`: our own, which a SARIF log names. */
export function addLint(program: Command, version: string): void {
  const command = program
    .command('lint')
    .description('say what is wrong in configurations, alone and against each other')
    .argument('[PATH...]', 'files, folders, or - for standard input')
    .addOption(
      new Option('-f, --format <format>', 'how to print').choices(['text', 'json', 'sarif', 'github']).default('text'),
    )
    .addOption(new Option('--single', 'look at every file alone').conflicts('cluster'))
    .option('--cluster <file>', 'the cluster file to go by; without PATH, its nodes are looked at')
    .addOption(versionOption());
  for (const option of levelOptions()) command.addOption(option);
  command
    .option('--hints', 'with --format text: show hints, too, and do not only count them')
    .addOption(colorOption())
    .addHelpText('after', HELP)
    .action((paths: string[], options: LintArguments, command: Command) => runLint(paths, options, command, version));
}

async function runLint(paths: string[], options: LintArguments, command: Command, version: string): Promise<void> {
  if (paths.length === 0 && options.cluster === undefined) {
    command.error('error: say what to look at: files, folders, or - for standard input');
  }
  const report = lint({
    paths,
    cwd: process.cwd(),
    ...(paths.includes('-') && { stdin: await readAll(process.stdin) }),
    ...(options.single && { single: true }),
    ...(options.cluster !== undefined && { cluster: options.cluster }),
    ...(options.keepalivedVersion !== undefined && { version: options.keepalivedVersion }),
    levels: { ...options.severity, ...Object.fromEntries(options.ignore?.map((code) => [code, 'off']) ?? []) },
  });
  for (const problem of report.problems) process.stderr.write(`keepalived-ha: ${problem}\n`);
  process.stdout.write(format(report, options, version));
  const hasErrors = report.findings.some(({ severity }) => severity === 'error');
  process.exitCode = report.problems.length ? EXIT.failure : hasErrors ? EXIT.findings : EXIT.clean;
}

function format(report: LintReport, options: LintArguments, version: string): string {
  switch (options.format) {
    case 'text':
      return formatText(report, pico.createColors(options.color && wantsColours()), options.hints === true);
    case 'json':
      return formatJson(report);
    case 'sarif':
      return formatSarif(report, CATALOGUE, version);
    case 'github':
      return formatGithub(report);
  }
}
