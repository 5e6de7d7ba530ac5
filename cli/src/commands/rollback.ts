/** `keepalived-ha rollback`. */
import type { Command } from 'commander';
import { rollback } from '../../../deploy/src/index.ts';
import {
  EXIT_CODES,
  runUndertaking,
  UNDERTAKING_HELP,
  type UndertakingArguments,
  undertakingOptions,
  yesOption,
} from './undertaking.ts';

const HELP = `
Every host keeps what it had before each deployment. That of before the last one comes back, also where that one was
done from another machine; packages stay installed.
${UNDERTAKING_HELP}
${EXIT_CODES}

Examples:
  $ keepalived-ha rollback
  $ keepalived-ha rollback --yes --cluster keepalived-ha.json`;

export function addRollback(program: Command): void {
  undertakingOptions(program.command('rollback').description('put the hosts back to what they were before'))
    .addOption(yesOption())
    .addHelpText('after', HELP)
    .action((paths: string[], options: UndertakingArguments, command: Command) =>
      runUndertaking(paths, options, command, rollback),
    );
}
