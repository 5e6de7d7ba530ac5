/** What deploy, verify, drill and rollback have in common: which pairs, how to reach them, and what to leave behind. */
import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatReport } from '../../../deploy/src/index.ts';
import { leave } from '../interruption.ts';
import { CLUSTER_FILE } from '../paths.ts';
import { type Action, type UndertakeOptions, undertake } from '../undertake.ts';
import { colorOption, wantsColours } from './options.ts';

export interface UndertakingArguments {
  readonly cluster?: readonly string[];
  readonly sshConfig?: string;
  readonly report?: readonly string[];
  readonly parallel: number;
  readonly keepGoing?: true;
  readonly yes?: true;
  readonly color: boolean;
}

/** A part of the commands' help. */
export const UNDERTAKING_HELP = `
A PATH is a ${CLUSTER_FILE} or a folder that is searched for them; without one, that of the working directory counts.
Hosts are reached with the system's ssh: its configuration, agent, jump hosts and known hosts are yours. A password for
sudo is asked for, or read from KEEPALIVED_HA_SUDO_PASSWORD_NODE or KEEPALIVED_HA_SUDO_PASSWORD. The ending of a report
says how it is written: .json, .md, .xml (JUnit) or .svg (a picture).`;

export const EXIT_CODES = `
Exit code: 0 all well, 1 something failed and the hosts are as they were, 2 wrong use or a file that cannot be read,
3 a host could not be put back; it is named, with what to do there.`;

export const clusterArguments = (command: Command): Command =>
  command
    .argument('[PATH...]', `cluster files (${CLUSTER_FILE}) and folders that hold some`)
    .addOption(new Option('--cluster <file>', 'the same as a PATH; may be repeated').argParser(repeated));

export const undertakingOptions = (command: Command): Command =>
  clusterArguments(command)
    .option('--ssh-config <file>', 'a configuration for ssh in place of your own')
    .addOption(
      new Option('--report <file>', 'where to write what has come of it; may be repeated').argParser(reportFile),
    )
    .addOption(
      new Option('--parallel <number>', 'pairs at the same time, 1 to 64')
        .default(4)
        .argParser((text: string): number => {
          const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;
          if (number < 1 || number > 64) throw new InvalidArgumentError('Give a number from 1 to 64.');
          return number;
        }),
    )
    .option('--keep-going', 'go on with the other pairs where one has failed')
    .addOption(colorOption());

export const yesOption = (): Option => new Option('--yes', 'consent beforehand: nothing is asked');

export async function runUndertaking(
  paths: readonly string[],
  options: UndertakingArguments & Pick<UndertakeOptions, 'dryRun' | 'unfinished'>,
  command: Command,
  action: Action,
): Promise<void> {
  const { cluster, report = [], keepGoing = false, color, ...others } = options;
  const code = await undertake(
    {
      ...others,
      paths: clusterPaths(command, paths, cluster),
      reports: report,
      keepGoing,
      colours: color && wantsColours(),
    },
    action,
  );
  await leave(code);
}

/** Both ways to name them; the one of the working directory where there is neither. */
export function clusterPaths(command: Command, paths: readonly string[], cluster: readonly string[] = []): string[] {
  const named = [...paths, ...cluster];
  if (named.length > 0) return named;
  if (existsSync(CLUSTER_FILE)) return [CLUSTER_FILE];
  return command.error(`error: there is no ${CLUSTER_FILE} here; say which one, or a folder that holds some`);
}

const repeated = (text: string, before: readonly string[] = []): string[] => [...before, text];

function reportFile(file: string, before?: readonly string[]): string[] {
  const formatted = formatReport([], file);
  if ('problem' in formatted) throw new InvalidArgumentError(formatted.problem);
  return repeated(file, before);
}
