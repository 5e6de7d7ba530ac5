/** Deploys, verifies, drills or rolls back one pair or many, and says what has come of it. */
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import pico from 'picocolors';
import {
  exitCodeOf,
  formatReport,
  type Pair,
  type Report,
  readPair,
  runFleet,
  sharedHosts,
  summaryOf,
  type Undertaking,
} from '../../deploy/src/index.ts';
import { printable } from '../../server/src/index.ts';
import { cancelOnSignals } from './interruption.ts';
import { type Consents, createOperator } from './operator.ts';
import { takePasswords } from './passwords.ts';
import { findClusterFiles, reasonOf } from './paths.ts';
import { createProgress } from './progress.ts';
import { createTerminal, type Terminal } from './terminal.ts';

export interface UndertakeOptions extends Consents {
  /** Cluster files, and folders that hold some. */
  readonly paths: readonly string[];
  readonly sshConfig?: string;
  /** Files for reports, with endings that say how. */
  readonly reports: readonly string[];
  /** Pairs at the same time. */
  readonly parallel: number;
  readonly keepGoing: boolean;
  readonly colours: boolean;
}

export type Action = (pair: Pair, undertaking: Undertaking) => Promise<Report>;

/** Of the process: 2 where a file cannot be read, and nothing was begun, or a report cannot be written. */
export type ExitCode = 0 | 1 | 2 | 3;

export async function undertake(options: UndertakeOptions, action: Action): Promise<ExitCode> {
  const { paths, sshConfig, reports: files, parallel, keepGoing } = options;
  const { pairs, problems } = readPairs(paths, process.cwd());
  problems.push(...sharedHosts(pairs), ...files.flatMap(whyNotWritable));
  if (sshConfig !== undefined) problems.push(...whyNot(sshConfig, constants.R_OK));
  if (problems.length) {
    for (const problem of problems) process.stderr.write(`keepalived-ha: ${printable(problem)}\n`);
    return 2;
  }

  const cancelling = new AbortController();
  const terminal = createTerminal(cancelling.signal);
  const hear = createProgress(terminal);
  const colours = pico.createColors(options.colours);
  const nameOf = namesOf(pairs);
  const passwords = takePasswords(process.env);
  const fleet = { parallel, keepGoing, signal: cancelling.signal };
  cancelOnSignals(cancelling, terminal.say);
  const { reports, notBegun } = await runFleet(pairs, fleet, async (pair, signal) => {
    const name = nameOf(pair);
    const operator = createOperator({ ...options, terminal, colours, pair, passwords, name });
    const report = await action(pair, {
      operator: { ...operator, hear: (progress) => hear(name, progress) },
      signal,
      ...(sshConfig !== undefined && { sshConfig }),
    });
    summarise(report, name, terminal);
    return report;
  });
  for (const pair of notBegun) terminal.say(`${nameOf(pair)}: not begun`);

  const code = Math.max(...reports.map(exitCodeOf)) as ExitCode;
  const complaints = files.flatMap((file) => write(file, reports));
  for (const complaint of complaints) terminal.say(`keepalived-ha: ${complaint}`);
  return complaints.length > 0 && code === 0 ? 2 : code;
}

/** All of them, or what is wrong with some; a sentence each. */
export function readPairs(paths: readonly string[], cwd: string): { pairs: Pair[]; problems: string[] } {
  const { files, problems } = findClusterFiles(paths, cwd);
  const readings = files.map(({ name }) => readPair(name));
  return {
    pairs: readings.flatMap((reading) => ('pair' in reading ? [reading.pair] : [])),
    problems: [...problems, ...readings.flatMap((reading) => ('problems' in reading ? reading.problems : []))],
  };
}

/** As the user tells them from each other: by the folder's name where that is enough. One alone needs none. */
function namesOf(pairs: readonly Pair[]): (pair: Pair) => string {
  const names = pairs.map(({ name }) => name);
  return ({ name, inventory }) => {
    if (pairs.length === 1) return '';
    const isUnique = names.indexOf(name) === names.lastIndexOf(name);
    return printable(isUnique ? name : relative(process.cwd(), dirname(inventory.file)) || name);
  };
}

function summarise(report: Report, name: string, terminal: Terminal): void {
  const [verdict = '', ...others] = summaryOf(report);
  const lines = [name ? `${name}: ${verdict}` : verdict, ...others];
  terminal.show('');
  // What has failed is seen also where results go into a file.
  if (report.ok) terminal.print(lines.map((line) => `${line}\n`).join(''));
  else lines.forEach(terminal.say);
}

const whyNotWritable = (file: string): string[] =>
  existsSync(file) && statSync(file).isDirectory()
    ? [`${file} is a folder`]
    : whyNot(existsSync(file) ? file : dirname(file), constants.W_OK);

function whyNot(path: string, access: number): string[] {
  try {
    accessSync(path, access);
    return [];
  } catch (error) {
    return [`${path} cannot be ${access === constants.W_OK ? 'written' : 'read'} (${reasonOf(error)})`];
  }
}

function write(file: string, reports: readonly Report[]): string[] {
  const formatted = formatReport(reports, file);
  if ('problem' in formatted) return [formatted.problem];
  try {
    writeFileSync(file, formatted.text);
    return [];
  } catch (error) {
    return [`${file} cannot be written (${reasonOf(error)})`];
  }
}
