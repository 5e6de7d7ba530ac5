/** `keepalived-ha`: arguments in, text and an exit code out. */
import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import pico from 'picocolors';
import { CATALOGUE, readVersion, type Version } from '../../server/src/index.ts';
import { formatGithub } from './format/github.ts';
import { formatJson } from './format/json.ts';
import { formatSarif } from './format/sarif.ts';
import { formatText } from './format/text.ts';
import { lint } from './lint.ts';
import type { LintReport } from './report.ts';

const EXIT = { clean: 0, findings: 1, failure: 2 } as const;

interface LintArguments {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly single?: true;
  readonly cluster?: string;
  readonly keepalivedVersion?: Version;
  readonly color: boolean;
}

// Beside `dist`, where this file is bundled to.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const LINT_HELP = `
A PATH is a file, a folder (searched for keepalived configurations) or - for standard input.
Files of one cluster are held against each other: those that keepalived-ha.json names (in a folder that is
searched, or beside or above a file), else those that serve the same addresses.

Exit code: 0 without errors, 1 with at least one, 2 if something could not be read or understood.

Examples:
  $ keepalived-ha lint .
  $ keepalived-ha lint ngx1/keepalived.conf ngx2/keepalived.conf
  $ keepalived-ha lint --cluster keepalived-ha.json
  $ ssh ngx1 cat /etc/keepalived/keepalived.conf | keepalived-ha lint -
  $ keepalived-ha lint --format sarif . > keepalived.sarif`;

const program = new Command('keepalived-ha')
  .description('Check highly available pairs that run keepalived.')
  .version(version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand(false)
  .showHelpAfterError('(keepalived-ha --help says what is understood)')
  .exitOverride();

program
  .command('lint')
  .description('say what is wrong in configurations, alone and against each other')
  .argument('[PATH...]', 'files, folders, or - for standard input')
  .addOption(
    new Option('-f, --format <format>', 'how to print').choices(['text', 'json', 'sarif', 'github']).default('text'),
  )
  .addOption(new Option('--single', 'look at every file alone').conflicts('cluster'))
  .option('--cluster <file>', 'the cluster file to go by; without PATH, its nodes are looked at')
  .option('--keepalived-version <version>', 'the release of keepalived to judge by, such as 2.2.7', versionArgument)
  .option('--no-color', 'print without colours')
  .addHelpText('after', LINT_HELP)
  .action(runLint);

async function runLint(paths: string[], options: LintArguments, command: Command): Promise<void> {
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
  });
  for (const problem of report.problems) process.stderr.write(`keepalived-ha: ${problem}\n`);
  process.stdout.write(format(report, options));
  const hasErrors = report.findings.some(({ severity }) => severity === 'error');
  process.exitCode = report.problems.length ? EXIT.failure : hasErrors ? EXIT.findings : EXIT.clean;
}

function format(report: LintReport, options: LintArguments): string {
  switch (options.format) {
    case 'text':
      return formatText(report, pico.createColors(options.color && wantsColours()));
    case 'json':
      return formatJson(report);
    case 'sarif':
      return formatSarif(report, CATALOGUE, version);
    case 'github':
      return formatGithub(report);
  }
}

/** https://no-color.org, https://force-color.org; else where a person looks at a terminal. */
function wantsColours(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  return FORCE_COLOR ? FORCE_COLOR !== '0' : process.stdout.isTTY === true && TERM !== 'dumb';
}

function versionArgument(text: string): Version {
  const version = readVersion(text);
  if (version === undefined) throw new InvalidArgumentError('Give it as 2.2.7.');
  return version;
}

// A reader that has seen enough (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.clean : EXIT.failure;
  else {
    process.stderr.write(`keepalived-ha: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.failure;
  }
}
